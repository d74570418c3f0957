// chained: what a future's `then` runs.
#pragma once

#include <type_traits>
#include <utility>

namespace wyn {

template <typename T>
class future;

namespace runtime {

/// Calls `next` with the value of `before`, which is ready, or if it takes none with `before` itself.
template <typename T, typename Next>
class chained {
 public:
  /// The future is moved when nothing can throw any more.
  template <typename Given>
  chained(future<T>& before, Given&& next) : next_(std::forward<Given>(next)), before_(std::move(before)) {}

  [[nodiscard]] future<T>& before() noexcept { return before_; }

  decltype(auto) operator()() {
    if constexpr (!takes_value) {
      return next_(std::move(before_));
    } else if constexpr (std::is_void_v<T>) {
      before_.get();
      return next_();
    } else {
      return next_(before_.get());
    }
  }

 private:
  static constexpr bool takes_value =
      std::conditional_t<std::is_void_v<T>, std::is_invocable<Next&>, std::is_invocable<Next&, T>>::value;

  Next next_;
  future<T> before_;
};

}  // namespace runtime
}  // namespace wyn
