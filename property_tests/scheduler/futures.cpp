// Random programs of futures: made, followed, gathered, taken and left, some of them throwing. Each runs what a sequential
// reading of it runs, once, and ends with the same values and exceptions.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <optional>
#include <ostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "property_tests/main.hpp"
#include "stress/scheduler/accounts.hpp"
#include "stress/scheduler/deadline.hpp"
#include "wyn/algorithms/parallel_for.hpp"
#include "wyn/task_group.hpp"
#include "wyn/when_all.hpp"
#include "wyn/when_any.hpp"

namespace wyn::properties {

const char* const cases_by_default = "500";

namespace {

using stress::accounts;
using stress::deadline;

enum class what : unsigned { make, follow, handle, all, any, take, leave, in_group, in_parallel_for };
constexpr unsigned whats = 9;

struct step {
  unsigned how;  // a `what`, and whether it throws
  unsigned one;  // modulo the number of futures that are left
  unsigned other;
  [[nodiscard]] what kind() const { return what{how % whats}; }
  [[nodiscard]] bool throws() const { return how / whats % 4 == 1; }
};

struct program {
  unsigned workers;
  unsigned caller;  // 0 outside, 1 attached, 2 in a task
  std::vector<step> steps;
};

std::string show(const program& p) {
  std::ostringstream text;
  text << p.workers << " workers, called " << (p.caller == 0 ? "outside" : p.caller == 1 ? "attached" : "inside");
  for (const step& s : p.steps) {
    text << "; "
         << "mfhaytlgp"[s.how % whats] << s.one << ',' << s.other << (s.throws() ? " throws" : "");
  }
  return text.str();
}

struct failed : std::runtime_error {
  failed() : std::runtime_error("a step failed") {}
};

// What a future ends with; nothing: an exception.
using outcome = std::optional<int>;

class player {
 public:
  player(scheduler& workers, accounts& ran) : workers_(workers), ran_(ran), expected_(ran.size(), 0) {}

  // The first difference from the sequential reading; empty: none.
  std::string play(const std::vector<step>& steps) {
    for (std::size_t id = 0; id < steps.size(); ++id) act(steps[id], id);
    while (!futures_.empty()) take(0);
    return difference_;
  }
  // After all tasks have ended.
  std::string difference() const {
    for (std::size_t id = 0; id < expected_.size(); ++id) {
      if (ran_.times(id) != expected_[id]) return "step " + std::to_string(id) + " ran another number of times";
    }
    return difference_;
  }

 private:
  void act(const step& s, std::size_t id) {
    const auto body = [this, id, throws = s.throws()](int value) {
      ran_.ran(id);
      if (throws) throw failed();
      return value;
    };
    const int own = static_cast<int>(id);
    switch (s.kind()) {
      case what::make: return add(async(workers_, [body, own] { return body(own); }), expect_run(s, id, own));
      case what::in_group: return run_in_group(id, body);
      case what::in_parallel_for: return run_in_parallel_for(id);
      default: break;
    }
    if (futures_.empty()) return;
    const std::size_t first = s.one % futures_.size();
    if (s.kind() == what::take) return take(first);
    auto [one, its] = remove(first);
    if (s.kind() == what::leave) return;
    if (s.kind() == what::follow) {
      auto next = one.then([body](int value) { return body(value + 1); });
      return add(std::move(next), its ? expect_run(s, id, *its + 1) : outcome{});
    }
    if (s.kind() == what::handle || futures_.empty()) {
      auto next = one.then([body](future<int> before) { return body(value_or(before, -1)); });
      return add(std::move(next), expect_run(s, id, its.value_or(-1)));
    }
    auto [two, others] = remove(s.other % futures_.size());
    const outcome sum = its && others ? outcome(*its + *others) : outcome{};
    add(s.kind() == what::all ? sum_of_all(std::move(one), std::move(two), body)
                              : sum_of_any(std::move(one), std::move(two), body),
        sum ? expect_run(s, id, *sum) : outcome{});
  }

  template <typename Body>
  future<int> sum_of_all(future<int> one, future<int> two, Body body) {
    return when_all(workers_, std::move(one), std::move(two)).then([body](std::tuple<future<int>, future<int>> both) {
      return body(std::get<0>(both).get() + std::get<1>(both).get());
    });
  }
  template <typename Body>
  future<int> sum_of_any(future<int> one, future<int> two, Body body) {
    std::vector<future<int>> both;
    both.push_back(std::move(one));
    both.push_back(std::move(two));
    return when_any(workers_, std::move(both)).then([body](when_any_result<std::vector<future<int>>> first) {
      const int ready = first.futures[first.index].get();
      return body(ready + first.futures[1 - first.index].get());
    });
  }

  // Waits for what it has spawned, by the thread that plays.
  template <typename Body>
  void run_in_group(std::size_t id, Body body) {
    task_group group(workers_);
    group.spawn([body] { static_cast<void>(body(0)); });
    try {
      group.wait();
    } catch (const failed&) {
      return void(++expected_[id]);
    }
    ++expected_[id];
  }
  void run_in_parallel_for(std::size_t id) {
    parallel_for(workers_, 0, 3, [this, id](int) { ran_.ran(id); }, {1, {}});
    expected_[id] += 3;
  }

  static int value_or(future<int>& of, int otherwise) {
    try {
      return of.get();
    } catch (const failed&) {
      return otherwise;
    }
  }

  outcome expect_run(const step& s, std::size_t id, int value) {
    ++expected_[id];
    return s.throws() ? outcome{} : outcome(value);
  }
  void add(future<int> made, outcome ends_with) { futures_.emplace_back(std::move(made), ends_with); }
  std::pair<future<int>, outcome> remove(std::size_t which) {
    auto removed = std::move(futures_[which]);
    futures_.erase(futures_.begin() + static_cast<std::ptrdiff_t>(which));
    return removed;
  }
  void take(std::size_t which) {
    auto [one, expected] = remove(which);
    outcome got;
    try {
      got = one.get();
    } catch (const failed&) {
    }
    if (got != expected && difference_.empty()) difference_ = "a future ends with another value, or an exception";
  }

  scheduler& workers_;
  accounts& ran_;
  std::vector<unsigned> expected_;
  std::vector<std::pair<future<int>, outcome>> futures_;
  std::string difference_;
};

std::string failure_of(const program& p) {
  accounts ran(p.steps.size());
  std::optional<player> played;
  {
    scheduler workers({.workers = p.workers});
    played.emplace(workers, ran);
    const auto play = [&] { static_cast<void>(played->play(p.steps)); };
    if (p.caller == 2) {
      async(workers, play).get();
    } else if (p.caller == 1) {
      const auto here = workers.attach();
      play();
    } else {
      play();
    }
  }
  return played->difference();
}

TEST(futures, random_programs_end_as_a_sequential_reading_does) {
  const deadline limit("random programs of futures", std::chrono::seconds(100));
  EXPECT_TRUE(rc::check("futures: random programs", [] {
    program p{*rc::gen::inRange(1U, 4U), *rc::gen::inRange(0U, 3U), {}};
    for (const auto& [how, one, other] : *rc::gen::container<std::vector<std::tuple<unsigned, unsigned, unsigned>>>(
             rc::gen::tuple(rc::gen::inRange(0U, whats * 4), rc::gen::inRange(0U, 30U), rc::gen::inRange(0U, 30U)))) {
      p.steps.push_back({how, one, other});
    }
    const std::string found = failure_of(p);
    if (!found.empty()) RC_FAIL("smallest failing program: " + show(p) + ": " + found);
  }));
}

}  // namespace
}  // namespace wyn::properties
