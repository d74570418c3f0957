// listener: whom the maker of a value tells that it is there.
#pragma once

#include "wyn/lockfree/parker.hpp"

namespace wyn::runtime {

class worker;

/// Told once, by the worker that made the value. It may be gone when `tell` returns.
struct listener {
  void (*tell)(listener& self, worker& by) noexcept;
};

/// Wakes a thread. It lives as long as the thread's parker, since it may be told late.
class wake_listener : public listener {
 public:
  explicit wake_listener(parker& whom) noexcept : listener{wake}, whom_(whom) {}

 private:
  static void wake(listener& self, worker&) noexcept { static_cast<wake_listener&>(self).whom_.unpark(); }
  parker& whom_;
};

}  // namespace wyn::runtime
