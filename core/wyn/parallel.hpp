// parallel: structured forks. Both branches may run at the same time, and have ended on return.
#pragma once

#include <utility>

#include "wyn/runtime/fork.hpp"

namespace wyn {

/// Calls all of them, possibly at the same time, and returns when all have ended. The first one runs on the calling thread;
/// the others are there for whoever is idle, else on the calling thread too. From a thread that is neither a worker nor
/// attached they run one after another.
/// The first exception, in the order of the arguments, goes on; then what has not begun is not begun, and what was stolen
/// is awaited. While it waits it runs only what these branches forked. Any thread.
template <typename First, typename Second>
[[gnu::always_inline]] inline void parallel_invoke(First&& first, Second&& second) {
  runtime::worker* const self = runtime::worker::current();
  if (self == nullptr) [[unlikely]]
    return runtime::call_in_turn<runtime::kept_branch<First>, runtime::kept_branch<Second>>(first, second);
  runtime::fork_and_join(*self, std::forward<First>(first), std::forward<Second>(second));
}

template <typename First, typename Second, typename... More>
inline void parallel_invoke(First&& first, Second&& second, More&&... more) {
  auto rest = [&] { parallel_invoke(second, more...); };
  parallel_invoke(first, rest);
}

}  // namespace wyn
