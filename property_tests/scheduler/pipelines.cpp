// A pipeline does what a loop over its stages does, over random stages, tokens, threads, throwing bodies and stops.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "property_tests/main.hpp"
#include "property_tests/scheduler/played_in.hpp"
#include "stress/scheduler/accounts.hpp"
#include "stress/scheduler/deadline.hpp"
#include "wyn/algorithms/parallel_pipeline.hpp"

namespace wyn::properties {

const char* const cases_by_default = "300";

namespace {

using stress::accounts;
using stress::deadline;

// A value that can only be moved, and is only moved from once.
using item = std::unique_ptr<std::size_t>;

struct setting {
  unsigned workers;
  bool attached;
  std::size_t tokens;
  std::size_t items;
};
setting any_setting() {
  return {*rc::gen::inRange(1U, 4U), *rc::gen::arbitrary<bool>(), *rc::gen::inRange<std::size_t>(0, 9),
          *rc::gen::inRange<std::size_t>(0, 200)};
}
template <typename Play>
void play_in(const setting& chosen, Play play) {
  const deadline limit("pipeline", std::chrono::seconds(100));
  properties::play_in(chosen.workers, chosen.attached, play);
}

struct numbers {
  std::size_t items;
  std::size_t next = 0;
  std::optional<item> operator()() {
    if (next == items) return std::nullopt;
    return std::make_unique<std::size_t>(next++);
  }
};

// Serial stages write down what they got, without a lock.
TEST(pipelines, all_items_pass_all_stages_and_serial_ones_in_order) {
  EXPECT_TRUE(rc::check("pipelines in order", [] {
    const setting chosen = any_setting();
    accounts squared(chosen.items);
    std::vector<std::size_t> first;
    std::vector<std::string> last;
    play_in(chosen, [&](scheduler& workers) {
      parallel_pipeline(workers, {chosen.tokens}, numbers{chosen.items},  //
                        serial_stage([&](item i) {
                          first.push_back(*i);
                          return i;
                        }),
                        parallel_stage([&](item i) {
                          squared.ran(*i);
                          return std::pair(*i, *i * *i);
                        }),
                        parallel_stage([](const std::pair<std::size_t, std::size_t>& both) {
                          return std::to_string(both.first) + " " + std::to_string(both.second);
                        }),
                        serial_stage([&](std::string&& text) { last.push_back(std::move(text)); }));
    });
    squared.expect_all_once();
    RC_ASSERT(first.size() == chosen.items);
    RC_ASSERT(last.size() == chosen.items);
    for (std::size_t i = 0; i < chosen.items; ++i) {
      RC_ASSERT(first[i] == i);
      RC_ASSERT(last[i] == std::to_string(i) + " " + std::to_string(i * i));
    }
  }));
}

// On the way are at most `tokens` items: each from the source's call to the end of its last stage.
TEST(pipelines, no_more_items_are_on_the_way_than_there_are_tokens) {
  EXPECT_TRUE(rc::check("tokens", [] {
    setting chosen = any_setting();
    if (chosen.tokens == 0) chosen.tokens = 1;
    sync::atomic<std::size_t> ended{0};
    std::size_t most = 0;
    play_in(chosen, [&](scheduler& workers) {
      numbers source{chosen.items};
      parallel_pipeline(
          workers, {chosen.tokens},
          [&] {
            auto made = source();
            // Relaxed: too old a count lets too many seem to be on the way, never too few.
            if (made) most = std::max(most, source.next - ended.load(sync::relaxed<"stress.tokens.ended">));
            return made;
          },
          // Relaxed: as above.
          parallel_stage([&](const item&) { ended.fetch_add(1, sync::relaxed<"stress.tokens.end">); }));
    });
    RC_ASSERT(most <= chosen.tokens);
  }));
}

// Where each stage throws for some items: one exception comes, a serial stage has seen the first of the items and no other.
TEST(pipelines, an_exception_of_any_stage_goes_on) {
  EXPECT_TRUE(rc::check("pipelines with exceptions", [] {
    const setting chosen = any_setting();
    const std::size_t thrower = *rc::gen::inRange<std::size_t>(0, 3);
    const std::size_t at = *rc::gen::inRange<std::size_t>(0, 300);
    const auto check = [&](std::size_t stage, std::size_t number) {
      if (stage == thrower && number == at) throw failed();
    };
    std::vector<std::size_t> seen;
    bool thrown = false;
    play_in(chosen, [&](scheduler& workers) {
      numbers source{chosen.items};
      try {
        parallel_pipeline(
            workers, {chosen.tokens},
            [&] {
              check(0, source.next);
              return source();
            },
            parallel_stage([&](item i) {
              check(1, *i);
              return i;
            }),
            serial_stage([&](const item& i) {
              check(2, *i);
              seen.push_back(*i);
            }));
      } catch (const failed&) {
        thrown = true;
      }
    });
    RC_ASSERT(thrown == (at < chosen.items || (thrower == 0 && at == chosen.items)));
    RC_ASSERT(thrown || seen.size() == chosen.items);
    for (std::size_t i = 0; i < seen.size(); ++i) RC_ASSERT(seen[i] == i);
  }));
}

TEST(pipelines, a_stopped_one_says_so) {
  EXPECT_TRUE(rc::check("pipelines that are stopped", [] {
    const setting chosen = any_setting();
    const std::size_t stops_at = *rc::gen::inRange<std::size_t>(0, 300);
    std::stop_source stop;
    std::size_t seen = 0;
    bool told = false;
    play_in(chosen, [&](scheduler& workers) {
      try {
        parallel_pipeline(workers, {chosen.tokens, stop.get_token()}, numbers{chosen.items},  //
                          parallel_stage([&](item i) {
                            if (*i == stops_at) stop.request_stop();
                            return i;
                          }),
                          serial_stage([&](const item&) { ++seen; }));
      } catch (const tasks_cancelled&) {
        told = true;
      }
    });
    RC_ASSERT(told == (stops_at < chosen.items));
    RC_ASSERT((told ? seen < chosen.items : seen == chosen.items));
  }));
}

}  // namespace
}  // namespace wyn::properties
