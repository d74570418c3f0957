// injector_handles: what a consumer of an injector may do, and a place that a push has claimed. Included by injector.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "wyn/lockfree/injector.hpp"

namespace wyn {

/// A consumer's handle: one thread at a time. Made and destroyed at any time, by any thread, while others act; it has
/// room for as many as there are. Keeps a segment from being freed while it exists.
template <typename T, std::uint32_t Cells>
class injector<T, Cells>::consumer {
 public:
  /// Throws std::bad_alloc. Lock-free but for an allocation, when there were never as many consumers.
  explicit consumer(injector& from) : injector_(from), record_(from.consumers_.enlist()) {}
  ~consumer() { injector_.consumers_.leave(record_); }
  consumer(const consumer&) = delete;
  consumer& operator=(const consumer&) = delete;

  /// Claims up to `at_most` (at least 1) of the oldest elements into `out`, in order; fewer where the segment ends.
  /// Lock-free. `empty` may overlook what `injector::empty` may, and what stands behind a push that has claimed its cell
  /// and not written it: that push's return is still to come.
  [[nodiscard]] grab_result grab(T* out, std::size_t at_most) noexcept {
    WYN_EXPECTS(at_most > 0, "injector.grab of nothing");
    return injector_.grab(record_, out, at_most);
  }

  /// Takes the oldest element for which `wanted(element)` holds and leaves the others in place. Passes by pushes that
  /// have not written yet. `wanted` must not dereference the element: somebody else may have it. Lock-free: starts anew
  /// only when all that it has seen was claimed.
  template <typename Predicate>
  [[nodiscard]] std::optional<T> take_if(Predicate wanted) noexcept {
    const std::optional<T> found = injector_.search(record_, wanted);
    consumers::hold(record_, 1, nullptr);
    consumers::hold(record_, 2, nullptr);
    return found;
  }

 private:
  injector& injector_;
  record& record_;
};

/// A claimed place, to be filled or given up at once, by the thread that claimed it: until then no grab gets past it.
template <typename T, std::uint32_t Cells>
class injector<T, Cells>::place {
 public:
  place(const place&) = delete;
  place& operator=(const place&) = delete;
  ~place() { WYN_EXPECTS(done_, "an injector's place ends neither filled nor given up"); }

  /// The injector is closed: there is no place, and nothing to do.
  [[nodiscard]] bool refused() const noexcept { return cells_.count == 0; }

  /// As the end of a push. Once, unless it is refused. Wait-free.
  void fill(T element) noexcept {
    injector_.fill(cells_, &element);
    done_ = true;
  }

  /// As if the element had been taken. Once, instead of fill. Wait-free.
  void give_up() noexcept {
    injector_.write(cells_, 0, removed);
    done_ = true;
  }

 private:
  friend injector;
  place(injector& in, const reservation& cells) noexcept : injector_(in), cells_(cells), done_(cells.count == 0) {}

  injector& injector_;
  const reservation cells_;
  bool done_;
};

}  // namespace wyn
