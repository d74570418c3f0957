// gathered: several futures made into one: a vector of them, or a tuple.
#pragma once

#include <stdexcept>
#include <tuple>
#include <utility>
#include <vector>

#include "wyn/future.hpp"

namespace wyn::runtime {

/// What the combinators do with futures.
struct future_access {
  [[nodiscard]] static future_core& core(const future_base& of) { return of.state(); }
  [[nodiscard]] static const chain_set& chains(const future_base& of) noexcept { return of.chains_; }
  [[nodiscard]] static bool is_of(const future_base& of, const scheduler& in) noexcept { return of.in_ == &in; }
  template <typename T>
  [[nodiscard]] static future<T> make(future_state<T>& state, scheduler& in, chain_set chains) noexcept {
    return {state, in, std::move(chains)};
  }
};

/// Calls action(future) for each of them, in their order.
template <typename T, typename Action>
void for_each_future(std::vector<future<T>>& several, Action action) {
  for (future<T>& one : several) action(one);
}
template <typename... T, typename Action>
void for_each_future(std::tuple<future<T>...>& several, Action action) {
  std::apply([&](auto&... one) { (action(one), ...); }, several);
}

/// How many they are, and which chains make them. Throws std::logic_error if one is not valid, std::invalid_argument if one
/// is of another scheduler, std::bad_alloc.
struct gathered {
  std::uint32_t count = 0;
  std::vector<family_id> chains;

  template <typename Futures>
  gathered(Futures& several, const scheduler& in) {
    for_each_future(several, [&](const future_base& one) {
      static_cast<void>(future_access::core(one));
      if (!future_access::is_of(one, in))
        throw std::invalid_argument("wyn: a future of another scheduler cannot be gathered");
      const auto its = future_access::chains(one).all();
      chains.insert(chains.end(), its.begin(), its.end());
      ++count;
    });
  }
};

}  // namespace wyn::runtime
