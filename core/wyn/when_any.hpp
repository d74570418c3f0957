// when_any: a future that is ready once one of several others is.
//
//   auto [index, futures] = wyn::when_any(workers, std::move(mirrors)).get();
//   page first = futures[index].get();                                           // the others may be waited for, or left
#pragma once

#include <cstddef>
#include <new>
#include <stdexcept>
#include <tuple>
#include <utility>
#include <vector>

#include "wyn/lockfree/countdown.hpp"
#include "wyn/lockfree/notice.hpp"
#include "wyn/runtime/gathered.hpp"
#include "wyn/runtime/records.hpp"

namespace wyn {

/// Which of the futures was ready first, and all of them.
template <typename Futures>
struct when_any_result {
  std::size_t index = 0;  ///< of the one that was ready first
  Futures futures;        ///< all of them, in the order in which they were given
};

namespace runtime {

/// The futures, each of which tells a listener of its own here, and whoever registers these. It is complete when all
/// listeners are registered and one future is ready; then the other futures lose theirs. It is freed when nobody can tell
/// a listener any more and the result was taken.
template <typename Futures>
class any_state final : public future_state<when_any_result<Futures>> {
 public:
  /// Throws std::bad_alloc with the futures as they were.
  [[nodiscard]] static any_state& make(Futures&& several, std::uint32_t count) {
    void* const memory = aligned_record::allocate(size_for(), alignof(any_state));
    try {
      return *::new (memory) any_state(std::move(several), count);
    } catch (...) {
      aligned_record::deallocate(memory, size_for(), alignof(any_state));
      throw;
    }
  }

  /// Registers its listeners. The futures may be ready, or become so meanwhile.
  void begin() noexcept {
    std::size_t index = 0;
    for_each_future(result_.futures, [&](future_base& one) {
      arrival& own = arrivals_[index++];
      own.registered = future_access::core(one).meeting().listen(own);
      if (!own.registered) arrive(own, nullptr);
    });
    if (complete_.arrive()) finish_first(nullptr);
    let_go();
  }

 private:
  struct arrival : listener {
    any_state* of;
    std::size_t index;
    bool registered;
  };

  any_state(Futures&& several, std::uint32_t count)
      : future_state<when_any_result<Futures>>(kind),
        arrivals_(count),
        result_(this->keep(when_any_result<Futures>{0, std::move(several)})),
        holders_(count + 2) {
    for (std::size_t i = 0; i < count; ++i) arrivals_[i] = {{be_told}, this, i, false};
  }
  ~any_state() = default;

  static constexpr std::size_t size_for() { return sizeof(any_state); }

  static void be_told(listener& self, worker& by) noexcept {
    auto& own = static_cast<arrival&>(self);
    own.of->arrive(own, &by);
  }

  void arrive(arrival& own, worker* by) noexcept {
    if (first_.take()) {
      result_.index = own.index;
      if (complete_.arrive()) finish_first(by);
    }
    let_go();
  }

  // Where nobody tells it, `by` is null: then it is about to be returned, and nobody can listen yet.
  void finish_first(worker* by) noexcept {
    std::size_t index = 0;
    for_each_future(result_.futures, [&](future_base& one) {
      arrival& other = arrivals_[index++];
      if (other.index != result_.index && other.registered && future_access::core(one).meeting().withdraw(other))
        let_go();
    });
    if (by != nullptr) this->finish(*by);
    else static_cast<void>(this->meeting().finish());
  }

  // One fewer who uses it: a listener, whoever registers them, or the result's maker and taker together.
  void let_go() noexcept {
    if (!holders_.arrive()) return;
    this->~any_state();
    aligned_record::deallocate(this, size_for(), alignof(any_state));
  }
  static void free_it(future_core& core) noexcept { static_cast<any_state&>(core).let_go(); }

  static constexpr future_kind kind{free_it};

  std::vector<arrival> arrivals_;
  when_any_result<Futures>& result_;
  seat first_;             // of the future that is ready first
  countdown complete_{2};  // that one, and the registration of all
  countdown holders_;
};

template <typename Futures>
[[nodiscard]] future<when_any_result<Futures>> gather_any(scheduler& in, Futures&& several) {
  gathered found(several, in);
  if (found.count == 0) throw std::invalid_argument("wyn: when_any of no futures would never be ready");
  auto& state = any_state<Futures>::make(std::move(several), found.count);
  state.begin();
  return future_access::make<when_any_result<Futures>>(state, in, chain_set(std::move(found.chains)));
}

}  // namespace runtime

/// A future that is ready once one of `several` is, and has all of them and the index of that one. They belong to `in`. Any
/// thread. Throws std::logic_error if one is not valid, std::invalid_argument if there is none or one is of another
/// scheduler, std::bad_alloc; then they are as they were.
template <typename T>
[[nodiscard]] future<when_any_result<std::vector<future<T>>>> when_any(scheduler& in,
                                                                       std::vector<future<T>>&& several) {
  return runtime::gather_any(in, std::move(several));
}

/// The same for futures of several types.
template <typename... T>
[[nodiscard]] future<when_any_result<std::tuple<future<T>...>>> when_any(scheduler& in, future<T>&&... several) {
  std::tuple<future<T>...> gathered(std::move(several)...);
  try {
    return runtime::gather_any(in, std::move(gathered));
  } catch (...) {
    std::tie(several...) = std::move(gathered);
    throw;
  }
}

}  // namespace wyn
