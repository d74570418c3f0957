// parallel_pipeline: items that pass stages in a row, several of them at the same time.
//
//   wyn::parallel_pipeline(workers, {.tokens = 16},
//                          [&]() -> std::optional<block> { return read(in); },
//                          wyn::parallel_stage([](block b) { return compress(b); }),
//                          wyn::serial_stage([&](packed p) { write(out, p); }));
//
// No stage waits for another one: whoever has taken an item through a stage goes on with it, as far as the conveyor lets it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "wyn/algorithms/parts.hpp"
#include "wyn/lockfree/conveyor.hpp"
#include "wyn/lockfree/notice.hpp"
#include "wyn/task_group.hpp"

namespace wyn {

/// How much of a pipeline goes on at the same time, and when it gives up.
struct pipeline_options {
  std::size_t tokens = 0;  ///< items on the way at the same time, at most; 0: twice as many as there are workers
  std::stop_token stop{};  ///< asked before each stage: once it is stopped none begins, and tasks_cancelled is thrown
};

/// A stage that takes one item at a time, in the order in which the source gave them.
template <typename Body>
struct serial_stage {
  /// A stage that calls `given`.
  explicit serial_stage(Body given) : body(std::move(given)) {}
  Body body;  ///< gets an item and returns what it made of it; the last stage's returns nothing
  /// Whether it takes one item at a time.
  static constexpr bool is_serial = true;
};

/// A stage that takes several items at the same time, in any order.
template <typename Body>
struct parallel_stage {
  /// A stage that calls `given`.
  explicit parallel_stage(Body given) : body(std::move(given)) {}
  Body body;  ///< gets an item and returns what it made of it; the last stage's returns nothing
  /// Whether it takes one item at a time.
  static constexpr bool is_serial = false;
};

namespace runtime {

template <typename T>
inline constexpr bool is_optional = false;
template <typename T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <typename T>
concept source = is_optional<std::invoke_result_t<T&>>;

template <typename T>
inline constexpr bool is_stage = false;
template <typename Body>
inline constexpr bool is_stage<serial_stage<Body>> = true;
template <typename Body>
inline constexpr bool is_stage<parallel_stage<Body>> = true;

template <typename T>
concept stage = is_stage<std::remove_cvref_t<T>>;

/// What lies in an item's place: nothing, or what the source or a stage made of it.
template <typename Passed, typename Made, typename... Stages>
struct place_of;
template <typename... Passed, typename Made, typename First, typename... More>
struct place_of<std::variant<Passed...>, Made, First, More...> {
  static_assert(!std::is_void_v<Made>, "only the last stage of a pipeline returns nothing");
  using made_next = std::invoke_result_t<decltype((std::declval<First&>().body)), std::decay_t<Made>&&>;
  using type = typename place_of<std::variant<Passed..., std::decay_t<Made>>, made_next, More...>::type;
};
template <typename Passed, typename Made>
struct place_of<Passed, Made> {
  static_assert(std::is_void_v<Made>, "the last stage of a pipeline returns nothing");
  using type = Passed;
};

/// One run of a pipeline. Stage 0 is the source.
template <typename Source, typename... Stages>
class pipeline_run {
 public:
  /// Throws std::bad_alloc and std::length_error.
  pipeline_run(scheduler& in, std::size_t tokens, const std::stop_token& stop, Source& source,
               const std::tuple<Stages&...>& stages)
      : source_(source),
        stages_(stages),
        stop_(stop),
        places_(tokens),
        belt_(tokens, serial_before<stage_count>()),
        group_(in) {}

  /// Throws what a stage threw; tasks_cancelled.
  void run() {
    group_.run_and_wait([this] { carry(0, 0); });
  }

 private:
  static constexpr std::size_t stage_count = 1 + sizeof...(Stages);
  using first_item = typename std::invoke_result_t<Source&>::value_type;
  struct alignas(64) place {
    typename place_of<std::variant<std::monostate>, first_item, Stages...>::type item;
  };

  template <std::size_t Stage>
  static constexpr bool is_serial() {
    if constexpr (Stage == 0) return true;
    else return std::tuple_element_t<Stage - 1, std::tuple<Stages...>>::is_serial;
  }
  // How many serial stages lie before it: its number among them.
  template <std::size_t Stage>
  static constexpr std::size_t serial_before() {
    if constexpr (Stage == 0) return 0;
    else return serial_before<Stage - 1>() + (is_serial<Stage - 1>() ? 1 : 0);
  }

  // The items that one task has still to carry. There is at most one before each stage: a serial one lets no second through.
  using load = std::array<std::optional<std::uint64_t>, stage_count>;
  using step = bool (pipeline_run::*)(std::uint64_t, load&);

  void carry(std::size_t stage, std::uint64_t item) {
    load mine{};
    mine[stage] = item;
    for (std::size_t next = stage; next != stage_count;) {
      const std::uint64_t carried = *std::exchange(mine[next], std::nullopt);
      const bool place_is_next = (this->*steps(std::make_index_sequence<stage_count>())[next])(carried, mine);
      if (place_is_next) mine[0] = carried + places_.size();
      for (next = 0; next != stage_count && !mine[next];) ++next;
    }
  }
  template <std::size_t... Stage>
  static constexpr std::array<step, stage_count> steps(std::index_sequence<Stage...>) {
    return {&pipeline_run::carry_from<Stage>...};
  }

  // From this stage as far as the item gets. True: it got to the end, and the source is free for the place's next item.
  template <std::size_t Stage>
  bool carry_from(std::uint64_t item, load& mine) {
    if (!pass<Stage>(places_[item % places_.size()])) return false;
    if constexpr (is_serial<Stage>()) {
      if (belt_.leaves(serial_before<Stage>(), item)) pass_on<Stage>(item + 1, mine);
    }
    if constexpr (Stage + 1 == stage_count) {
      return belt_.ends(item);
    } else {
      if constexpr (is_serial<Stage + 1>()) {
        if (!belt_.comes_to(serial_before<Stage + 1>(), item)) return false;
      }
      return carry_from<Stage + 1>(item, mine);
    }
  }

  // To whoever is idle; without memory for that this task carries it later.
  template <std::size_t Stage>
  void pass_on(std::uint64_t item, load& mine) noexcept {
    try {
      group_.spawn([this, item] { carry(Stage, item); });
    } catch (...) {
      mine[Stage] = item;
    }
  }

  // False: the source has no more, or nothing goes on any more. What still waits then is never carried on, and ends with
  // its place.
  template <std::size_t Stage>
  bool pass(place& at) {
    if (given_up_.get() != 0) return false;
    try {
      expect_wanted(stop_);
      return call<Stage>(at);
    } catch (...) {
      given_up_.raise();
      throw;
    }
  }
  template <std::size_t Stage>
  bool call(place& at) {
    if constexpr (Stage == 0) {
      auto made = source_();
      if (made) at.item.template emplace<1>(*std::move(made));
      return made.has_value();
    } else {
      auto& body = std::get<Stage - 1>(stages_).body;
      if constexpr (Stage + 1 == stage_count) {
        std::invoke(body, std::get<Stage>(std::move(at.item)));
        at.item.template emplace<0>();
      } else {
        auto made = std::invoke(body, std::get<Stage>(std::move(at.item)));  // a copy, if it is a part of the item
        at.item.template emplace<Stage + 1>(std::move(made));
      }
      return true;
    }
  }

  Source& source_;
  const std::tuple<Stages&...> stages_;
  const std::stop_token& stop_;
  std::vector<place> places_;
  conveyor belt_;
  tally given_up_;
  task_group group_;
};

}  // namespace runtime

/// Calls `source()` for item after item, until it returns an empty std::optional, and each stage with what the source or the
/// stage before returned; the last one returns nothing. The source is called by one thread at a time. Returns when all
/// items got through; what the stages did is visible. Any thread, also nested; blocking, as task_group::wait.
/// Throws the first exception of the source or a stage: nothing else begins then, and items on the way are destroyed.
/// tasks_cancelled if it was stopped before all got through. std::bad_alloc and std::length_error, also for too many tokens,
/// scheduler_closed, scheduler_forked.
template <runtime::source Source, runtime::stage... Stages>
void parallel_pipeline(scheduler& in, const pipeline_options& options, Source&& source, Stages&&... stages) {
  static_assert(sizeof...(Stages) > 0, "a pipeline has a stage behind its source");
  const std::size_t tokens = options.tokens != 0 ? options.tokens : 2 * std::size_t{in.workers()};
  runtime::run_inside(in, [&] {
    const std::tuple<std::remove_reference_t<Stages>&...> all(stages...);
    runtime::pipeline_run<std::remove_reference_t<Source>, std::remove_reference_t<Stages>...>(in, tokens, options.stop,
                                                                                               source, all)
        .run();
  });
}

}  // namespace wyn
