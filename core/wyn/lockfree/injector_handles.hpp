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
    return grab(out, at_most, [](T) { return false; });
  }

  /// The same, but nothing behind the first element for which `last(element)` holds. `last` must not dereference the
  /// element: somebody else may have it.
  template <typename Predicate>
  [[nodiscard]] grab_result grab(T* out, std::size_t at_most, Predicate last) noexcept {
    WYN_EXPECTS(at_most > 0, "injector.grab of nothing");
    return injector_.grab(record_, out, at_most, last);
  }

  /// Takes up to `at_most` (at least 1) of the oldest elements for which `wanted(element)` holds into `out`, in order, and
  /// leaves the others in place; fewer where a segment ends. Passes by pushes that have not written yet. `wanted` must
  /// not dereference the element: somebody else may have it. Lock-free: starts anew only when all that it has seen was
  /// claimed. The result is how many; 0: there is none.
  template <typename Predicate>
  [[nodiscard]] std::size_t take_if(T* out, std::size_t at_most, Predicate wanted) noexcept {
    WYN_EXPECTS(at_most > 0, "injector.take_if of nothing");
    const std::size_t got = injector_.search(record_, out, at_most, wanted);
    consumers::hold(record_, 1, nullptr);
    consumers::hold(record_, 2, nullptr);
    return got;
  }

  /// The same for one element.
  template <typename Predicate>
  [[nodiscard]] std::optional<T> take_if(Predicate wanted) noexcept {
    T found{};
    return take_if(&found, 1, wanted) != 0 ? std::optional<T>(found) : std::nullopt;
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
