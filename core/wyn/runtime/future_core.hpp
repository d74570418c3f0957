// future_core: what a future's maker and its taker share. The value lies beside it (future_state).
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include "wyn/lockfree/one_shot.hpp"
#include "wyn/runtime/listener.hpp"

namespace wyn::runtime {

/// Made by the maker's thread, and freed by the last of the two (one_shot.hpp).
class future_core {
 public:
  future_core(const future_core&) = delete;
  future_core& operator=(const future_core&) = delete;

  [[nodiscard]] one_shot<listener>& meeting() noexcept { return meeting_; }

  // The maker's part. An exception has one owner: it was caught by the maker, and is the taker's afterwards.
  void fail(std::exception_ptr&& thrown) noexcept { thrown_ = std::move(thrown); }
  /// The value or the exception is there. The maker's last access.
  void finish(worker& by) noexcept {
    const auto [told, left] = meeting_.finish();
    if (left) return free();
    if (told != nullptr) told->tell(*told, by);
  }

  // The taker's part.
  /// Null: it has a value. Once it is ready.
  [[nodiscard]] std::exception_ptr take_thrown() noexcept { return std::exchange(thrown_, nullptr); }
  /// The taker wants no value. Nobody listens.
  void leave() noexcept {
    if (meeting_.leave()) free();
  }
  /// The value was taken.
  void free() noexcept { free_(*this); }

 protected:
  explicit future_core(void (*how_to_free)(future_core&) noexcept) noexcept : free_(how_to_free) {}
  ~future_core() = default;

 private:
  one_shot<listener> meeting_;
  void (*const free_)(future_core&) noexcept;
  std::exception_ptr thrown_;
};

/// With room for the value: nothing for void, an address for a reference.
template <typename T>
class future_state : public future_core {
 public:
  /// Calls `body` for the value. Throws what it throws.
  template <typename Body>
  void make_from(Body& body) {
    if constexpr (std::is_void_v<T>) std::invoke(body);
    else if constexpr (std::is_reference_v<T>) value_ = std::addressof(std::invoke(body));
    else value_.emplace(std::invoke(body));
  }

  /// The value, where it is made piece by piece. The maker.
  template <typename From>
  [[nodiscard]] auto& keep(From&& from) {
    return value_.emplace(std::forward<From>(from));
  }

  /// Once, when it is ready and nothing was thrown.
  [[nodiscard]] T take() {
    if constexpr (std::is_reference_v<T>) return static_cast<T>(*value_);
    else if constexpr (!std::is_void_v<T>) return std::move(*value_);
  }

 protected:
  using future_core::future_core;
  ~future_state() = default;

 private:
  using kept = std::conditional_t<
      std::is_void_v<T>, std::monostate,
      std::conditional_t<std::is_reference_v<T>, std::remove_reference_t<T>*, std::optional<std::remove_cv_t<T>>>>;
  [[no_unique_address]] kept value_{};
};

}  // namespace wyn::runtime
