// when_all: a future that is ready once several others are.
//
//   auto [left, right] = wyn::when_all(workers, std::move(a), std::move(b)).get();   // both ready
#pragma once

#include <new>
#include <tuple>
#include <utility>
#include <vector>

#include "wyn/lockfree/countdown.hpp"
#include "wyn/runtime/gathered.hpp"
#include "wyn/runtime/records.hpp"

namespace wyn {

namespace runtime {

/// The futures, which tell it, and whoever registers it with them: the last of these finishes it.
template <typename Futures>
class all_state final : public listener, public future_state<Futures> {
 public:
  /// Throws std::bad_alloc with the futures as they were.
  [[nodiscard]] static all_state& make(Futures&& several, std::uint32_t count) {
    return *::new (aligned_record::allocate(size_for(), alignof(all_state))) all_state(std::move(several), count);
  }

  /// Registers it. The futures may be ready, or become so meanwhile.
  void begin() noexcept {
    for_each_future(futures_, [&](future_base& one) {
      if (!future_access::core(one).meeting().listen(*this)) static_cast<void>(missing_.arrive());
    });
    if (missing_.arrive()) static_cast<void>(this->meeting().finish());  // nobody has it yet who could listen
  }

 private:
  all_state(Futures&& several, std::uint32_t count) noexcept
      : listener{be_told}, future_state<Futures>(kind), futures_(this->keep(std::move(several))), missing_(count + 1) {}
  ~all_state() = default;

  static constexpr std::size_t size_for() { return sizeof(all_state); }

  static void be_told(listener& self, worker& by) noexcept {
    auto& own = static_cast<all_state&>(self);
    if (own.missing_.arrive()) own.finish(by);
  }
  static void free_it(future_core& core) noexcept {
    auto& own = static_cast<all_state&>(core);
    own.~all_state();
    aligned_record::deallocate(&own, size_for(), alignof(all_state));
  }

  static constexpr future_kind kind{free_it};

  Futures& futures_;
  countdown missing_;
};

template <typename Futures>
[[nodiscard]] future<Futures> gather_all(scheduler& in, Futures&& several) {
  gathered found(several, in);
  auto& state = all_state<Futures>::make(std::move(several), found.count);
  state.begin();
  return future_access::make<Futures>(state, in, chain_set(std::move(found.chains)));
}

}  // namespace runtime

/// A future that is ready once all of `several` are, and has them. They belong to `in`. Any thread.
/// Throws std::logic_error if one is not valid, std::invalid_argument if one is of another scheduler, std::bad_alloc; then
/// they are as they were.
template <typename T>
[[nodiscard]] future<std::vector<future<T>>> when_all(scheduler& in, std::vector<future<T>>&& several) {
  return runtime::gather_all(in, std::move(several));
}

/// The same for futures of several types.
template <typename... T>
[[nodiscard]] future<std::tuple<future<T>...>> when_all(scheduler& in, future<T>&&... several) {
  std::tuple<future<T>...> gathered(std::move(several)...);
  try {
    return runtime::gather_all(in, std::move(gathered));
  } catch (...) {
    std::tie(several...) = std::move(gathered);
    throw;
  }
}

}  // namespace wyn
