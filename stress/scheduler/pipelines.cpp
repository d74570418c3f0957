// Pipelines at their size: long, nested, with a stage that blocks; misuse is told.
#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <limits>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "stress/options.hpp"
#include "stress/scheduler/accounts.hpp"
#include "stress/scheduler/deadline.hpp"
#include "wyn/algorithms/parallel_for.hpp"
#include "wyn/algorithms/parallel_pipeline.hpp"

namespace wyn::stress {
namespace {

// 0 1 2 ... as long as there are `left`.
struct some_ids {
  std::size_t left;
  std::size_t next = 0;
  std::optional<std::size_t> operator()() {
    if (next == left) return std::nullopt;
    return next++;
  }
};

TEST(scheduler_pipelines, many_items_once_and_in_order) {
  const deadline limit("long pipelines");
  for_each_round([](sync::random& choices) {
    scheduler workers({.workers = 1 + choices.below(4)});
    constexpr std::size_t count = 20'000;
    accounts book(count);
    std::size_t written = 0;
    parallel_pipeline(workers, {.tokens = 1 + choices.below(16)}, some_ids{count},  //
                      parallel_stage([&](std::size_t id) {
                        book.ran(id);
                        return id;
                      }),
                      serial_stage([&](std::size_t id) { EXPECT_EQ(id, written++); }));
    book.expect_all_once();
    EXPECT_EQ(written, count);
  });
}

// The stage of one pipeline is a pipeline, or an algorithm, and holds a lock of its own meanwhile.
TEST(scheduler_pipelines, nested) {
  const deadline limit("nested pipelines");
  for (unsigned threads = 1; threads <= 3; ++threads) {
    scheduler workers({.workers = threads});
    constexpr std::size_t side = 30;
    accounts book(side * side * side);
    std::mutex locks[4];
    parallel_pipeline(workers, {.tokens = 4}, some_ids{side}, parallel_stage([&](std::size_t x) {
                        const std::lock_guard held(locks[x % 4]);
                        parallel_pipeline(workers, {.tokens = 2}, some_ids{side}, parallel_stage([&](std::size_t y) {
                                            parallel_for(workers, std::size_t{0}, side,
                                                         [&](std::size_t z) { book.ran((x * side + y) * side + z); });
                                          }));
                      }));
    book.expect_all_once();
  }
}

// An item that takes long keeps those behind it from the serial stage, and nobody sleeps in their stead: with three tokens
// the parallel stage gets to the third one meanwhile, on one worker's own time.
TEST(scheduler_pipelines, nobody_waits_for_a_slow_item) {
  const deadline limit("a slow item");
  scheduler workers({.workers = 2});
  std::mutex lock;
  std::vector<std::size_t> passed;
  const auto passed_by = [&] {
    const std::lock_guard held(lock);
    return passed.size();
  };
  std::size_t written = 0;
  parallel_pipeline(workers, {.tokens = 3}, some_ids{9},  //
                    parallel_stage([&](std::size_t id) {
                      while (id == 0 && passed_by() < 2) std::this_thread::sleep_for(std::chrono::milliseconds(1));
                      const std::lock_guard held(lock);
                      passed.push_back(id);
                      return id;
                    }),
                    serial_stage([&](std::size_t id) { EXPECT_EQ(id, written++); }));
  EXPECT_EQ(written, 9U);
  EXPECT_EQ(passed[0], 1U);
  EXPECT_EQ(passed[1], 2U);
}

// A stage may return a part of its item, and be a constant that is used again.
TEST(scheduler_pipelines, stages_that_return_references) {
  struct named {
    std::string name;
  };
  scheduler workers({.workers = 2});
  std::vector<std::string> seen;
  const auto name_of = [](const named& one) -> const std::string& { return one.name; };
  const parallel_stage names(name_of);
  serial_stage collects([&](const std::string& name) { seen.push_back(name); });
  for (int time = 0; time < 2; ++time) {
    some_ids ids{100};
    parallel_pipeline(
        workers, {.tokens = 5},
        [&]() -> std::optional<named> {
          const auto id = ids();
          if (!id) return std::nullopt;
          return named{"item number " + std::to_string(*id)};
        },
        names, collects);
  }
  ASSERT_EQ(seen.size(), 200U);
  for (std::size_t i = 0; i < 200; ++i) EXPECT_EQ(seen[i], "item number " + std::to_string(i % 100));
}

// What is on the way when a stage throws is destroyed.
TEST(scheduler_pipelines, items_end_with_the_pipeline) {
  struct counted {
    explicit counted(std::shared_ptr<int> all) : all_(std::move(all)) {}
    std::shared_ptr<int> all_;
  };
  scheduler workers({.workers = 2});
  const auto all = std::make_shared<int>(0);
  for (std::size_t throws = 0; throws < 20; ++throws) {
    std::size_t made = 0;
    std::size_t seen = 0;
    EXPECT_THROW(parallel_pipeline(
                     workers, {.tokens = 4},
                     [&]() -> std::optional<counted> {
                       ++made;
                       return counted(all);
                     },
                     parallel_stage([](counted c) { return c; }), serial_stage([&](const counted&) {
                       if (seen++ == throws) throw std::runtime_error("a stage failed");
                     })),
                 std::runtime_error);
    EXPECT_EQ(all.use_count(), 1) << "items were kept";
    EXPECT_LE(made, seen + 4);
  }
}

TEST(scheduler_pipelines, misuse_is_told) {
  scheduler workers({.workers = 1});
  constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
  EXPECT_THROW(parallel_pipeline(workers, {.tokens = most}, some_ids{1}, serial_stage([](std::size_t) {})),
               std::exception);
  parallel_pipeline(workers, {}, some_ids{0}, serial_stage([](std::size_t) { FAIL() << "there is no item"; }));
  workers.shutdown();
  EXPECT_THROW(parallel_pipeline(workers, {}, some_ids{1}, serial_stage([](std::size_t) {})), scheduler_closed);
}

}  // namespace
}  // namespace wyn::stress
