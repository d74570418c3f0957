// future_core: what a future's maker and its taker share. The value lies beside it (future_state).
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include "wyn/errors.hpp"
#include "wyn/lockfree/one_shot.hpp"
#include "wyn/runtime/listener.hpp"

namespace wyn::runtime {

class future_core;

/// What is known of the states of one type: of those with a value or an exception, or of those whose task never ran.
struct future_kind {
  void (*free)(future_core&) noexcept;
  bool never_ran = false;
};

/// Made by the maker's thread, and freed by the last of the two (one_shot.hpp).
class future_core {
 public:
  future_core(const future_core&) = delete;
  future_core& operator=(const future_core&) = delete;

  [[nodiscard]] one_shot<listener>& meeting() noexcept { return meeting_; }

  // The maker's part. An exception has one owner: it was caught by the maker, and is the taker's afterwards.
  void fail(std::exception_ptr&& thrown) noexcept { thrown_ = std::move(thrown); }
  /// Its task was cancelled. The exception is the taker's to make: who cancels may have no memory, and nobody to tell.
  void fail_unrun(const future_kind& unrun) noexcept { kind_ = &unrun; }
  /// The value or the exception is there. The maker's last access.
  void finish(worker& by) noexcept {
    const auto [told, left] = meeting_.finish();
    if (left) return free();
    if (told != nullptr) told->tell(*told, by);
  }

  // The taker's part.
  /// Null: it has a value. Once it is ready. Throws std::bad_alloc if its task never ran; then it is as it was.
  [[nodiscard]] std::exception_ptr take_thrown() {
    if (!kind_->never_ran) [[likely]]
      return std::exchange(thrown_, nullptr);
    return std::make_exception_ptr(
        tasks_cancelled("wyn: a future's task never ran: it was stopped, or its scheduler shut down"));
  }
  /// The taker wants no value. Nobody listens.
  void leave() noexcept {
    if (meeting_.leave()) free();
  }
  /// The value was taken.
  void free() noexcept { kind_->free(*this); }

 protected:
  explicit future_core(const future_kind& kind) noexcept : kind_(&kind) {}
  ~future_core() = default;

 private:
  one_shot<listener> meeting_;
  const future_kind* kind_;
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
