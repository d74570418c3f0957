// Random trees of tasks: each child is spawned detached, or into a group that its parent waits for, or forked; some throw,
// some yield. Each runs once, before its parent ends if that waits for it, and each exception surfaces once.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <memory>
#include <optional>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "property_tests/main.hpp"
#include "stress/scheduler/deadline.hpp"
#include "wyn/parallel.hpp"
#include "wyn/task_group.hpp"

namespace wyn::properties {

const char* const cases_by_default = "400";

namespace {

enum class relation : unsigned { detached, grouped, forked, run_here };
constexpr unsigned relations = 4;

struct node {
  unsigned parent;  // modulo the number of nodes before it
  unsigned how;     // a relation, and two bits: throws, yields
  [[nodiscard]] relation to_parent() const { return relation{how % relations}; }
  [[nodiscard]] bool throws() const { return how / relations % 2 != 0; }
  [[nodiscard]] bool yields() const { return how / relations / 2 % 2 != 0; }
};
constexpr unsigned ways = relations * 4;

enum class root_thread : unsigned { outside, attached, inside };

struct program {
  unsigned workers;
  root_thread root;
  std::vector<node> nodes;  // the root, which does not throw, comes before them
};

std::string show(const program& p) {
  std::ostringstream text;
  text << p.workers << " workers, root "
       << (p.root == root_thread::outside    ? "outside"
           : p.root == root_thread::attached ? "attached"
                                             : "inside");
  for (std::size_t i = 0; i < p.nodes.size(); ++i) {
    text << "; " << i + 1 << ' ' << "dgfr"[p.nodes[i].how % relations] << " of " << p.nodes[i].parent % (i + 1)
         << (p.nodes[i].throws() ? " throws" : "") << (p.nodes[i].yields() ? " yields" : "");
  }
  return text.str();
}

struct node_failed {
  std::size_t id;
};

class player {
 public:
  explicit player(const program& of) : program_(of), seen_(of.nodes.size() + 1), children_(of.nodes.size() + 1) {
    for (std::size_t i = 0; i < of.nodes.size(); ++i) children_[of.nodes[i].parent % (i + 1)].push_back(i + 1);
  }

  std::string failure() {
    {
      const stress::deadline limit("tree: " + show(program_));
      scheduler workers(
          {.workers = program_.workers,
           .on_panic = [this](std::exception_ptr thrown, runtime::spawn_location) { surfaced(std::move(thrown)); }});
      workers_ = &workers;
      play_root(workers);
    }
    for (std::size_t id = 0; id < seen_.size(); ++id) judge(id);
    return wrong_;
  }

 private:
  struct marks {
    std::atomic<unsigned> begun{0};
    std::atomic<unsigned> begin{0};
    std::atomic<unsigned> end{0};
    std::atomic<unsigned> surfaced{0};
    unsigned dropped = 0;  // exceptions of its group
  };

  void play_root(scheduler& workers) {
    if (program_.root == root_thread::outside) return run(0);
    if (program_.root == root_thread::attached) {
      const auto here = workers.attach();
      return run(0);
    }
    task_group all(workers);
    all.spawn([this] { run(0); });
    all.wait();
  }

  void run(std::size_t id) {
    marks& own = seen_[id];
    own.begun.fetch_add(1);
    own.begin = clock_.fetch_add(1);
    for (const std::size_t child : of(id, relation::detached)) {
      workers_->spawn([this, child] { run(child); });
    }
    run_group(id);
    if (id != 0 && node_of(id).yields()) yield();
    const auto forks = of(id, relation::forked);
    catching([&] { fork(forks, 0); });
    own.end = clock_.fetch_add(1);
    if (id != 0 && node_of(id).throws()) throw node_failed{id};
  }

  void run_group(std::size_t id) {
    task_group group(*workers_);
    const auto here = of(id, relation::run_here);
    for (const std::size_t child : of(id, relation::grouped)) group.spawn([this, child] { run(child); });
    for (std::size_t i = 1; i < here.size(); ++i) group.spawn([this, child = here[i]] { run(child); });
    catching([&] {
      if (here.empty()) group.wait();
      else group.run_and_wait([&] { run(here[0]); });
    });
    seen_[id].dropped = static_cast<unsigned>(group.dropped_exceptions());
  }

  void fork(const std::vector<std::size_t>& children, std::size_t from) {
    if (from == children.size()) return;
    if (from + 1 == children.size()) return run(children[from]);
    parallel_invoke([&] { run(children[from]); }, [&] { fork(children, from + 1); });
  }

  template <typename Body>
  void catching(Body body) {
    try {
      body();
    } catch (...) {
      surfaced(std::current_exception());
    }
  }

  void surfaced(std::exception_ptr thrown) noexcept {
    try {
      std::rethrow_exception(std::move(thrown));
    } catch (const node_failed& failed) {
      seen_[failed.id].surfaced.fetch_add(1);
    } catch (...) {
      seen_[0].surfaced.fetch_add(1);
    }
  }

  [[nodiscard]] const node& node_of(std::size_t id) const { return program_.nodes[id - 1]; }
  [[nodiscard]] std::vector<std::size_t> of(std::size_t id, relation how) const {
    std::vector<std::size_t> found;
    for (const std::size_t child : children_[id]) {
      if (node_of(child).to_parent() == how) found.push_back(child);
    }
    return found;
  }

  void expect(bool right, std::size_t id, const std::string& what) {
    if (!right && wrong_.empty()) wrong_ = show(program_) + ": node " + std::to_string(id) + ' ' + what;
  }

  void judge(std::size_t id) {
    const marks& own = seen_[id];
    expect(own.begun <= 1, id, "ran twice");
    if (id == 0) expect(own.begun == 1 && own.surfaced == 0, id, "did not run, or something else was thrown");
    if (own.begun == 0) {
      for (const std::size_t child : children_[id]) expect(seen_[child].begun == 0, child, "ran without its parent");
      return;
    }
    for (const std::size_t child : children_[id]) judge_child(own, child);
    judge_group(id);
    judge_forks(id);
  }

  void judge_child(const marks& parent, std::size_t child) {
    const marks& own = seen_[child];
    const relation how = node_of(child).to_parent();
    expect(own.begun == 1 || how == relation::forked, child, "was lost");
    if (own.begun == 0) return;
    expect(own.begin > parent.begin, child, "began before its parent");
    expect(how == relation::detached || own.end < parent.end, child, "was not awaited");
    if (how == relation::detached)
      expect(own.surfaced == (node_of(child).throws() ? 1U : 0U), child, "lost its exception");
  }

  void judge_group(std::size_t id) {
    unsigned thrown = 0;
    unsigned surfaced = 0;
    for (const relation how : {relation::grouped, relation::run_here}) {
      for (const std::size_t child : of(id, how)) {
        thrown += node_of(child).throws() ? 1 : 0;
        surfaced += seen_[child].surfaced;
      }
    }
    expect(surfaced == std::min(thrown, 1U), id, "did not get one exception of its group");
    expect(seen_[id].dropped == thrown - surfaced, id, "does not know how many exceptions were dropped");
  }

  // Up to the first that throws all run, and its exception is the one.
  void judge_forks(std::size_t id) {
    bool failed = false;
    for (const std::size_t child : of(id, relation::forked)) {
      expect(failed || seen_[child].begun == 1, child, "was not begun, though no fork before it failed");
      const bool first = !failed && node_of(child).throws();
      expect(seen_[child].surfaced == (first ? 1U : 0U), child, "lost its exception, or another's came first");
      failed |= first;
    }
  }

  const program& program_;
  std::vector<marks> seen_;
  std::vector<std::vector<std::size_t>> children_;
  scheduler* workers_ = nullptr;
  std::atomic<unsigned> clock_{1};
  std::string wrong_;
};

TEST(scheduler_trees, each_node_runs_once_and_each_exception_surfaces_once) {
  EXPECT_TRUE(rc::check("random trees", [] {
    program drawn{};
    drawn.workers = *rc::gen::inRange(1U, 5U);
    drawn.root = root_thread{*rc::gen::inRange(0U, 3U)};
    drawn.nodes = *rc::gen::container<std::vector<node>>(rc::gen::build<node>(
        rc::gen::set(&node::parent, rc::gen::inRange(0U, 64U)), rc::gen::set(&node::how, rc::gen::inRange(0U, ways))));
    const std::string found = player(drawn).failure();
    if (!found.empty()) RC_FAIL("smallest failing program: " + found);
  }));
}

}  // namespace
}  // namespace wyn::properties
