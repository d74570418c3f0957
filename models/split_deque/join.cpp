// holds: a join compares what it took with its own child: nothing runs twice, and no stranger is lost or run by it.
#include "models/engine/engine.hpp"
#include "wyn/lockfree/split_deque.hpp"

namespace wyn::models::split_join {
namespace {

enum class way { detach, leftovers, migration };

// The join rule of the worker, between two workers with a queue each. A task is its number.
class join_program : public claim {
 public:
  explicit join_program(way played) : way_(played) {}

  void before() override {
    if (way_ == way::leftovers) {
      for (std::uint64_t task = 3; task <= 5; ++task) push(1, task);
      static_cast<void>(queues_[1].get_owner().expose());
    }
    if (way_ == way::migration) push(1, stranger);
    queues_[1].get_owner().hand_over();
  }

  void thread(unsigned worker) override {
    if (worker == 0) fork();
    else serve();
    work_until_empty(worker);
  }

  void after() override {
    for (unsigned worker = 0; worker < 2; ++worker) {
      queues_[worker].get_owner().hand_over();
      work_until_empty(worker);
    }
    for (std::uint64_t task = 1; task < task_limit; ++task) {
      expect(ran_[task] == pushed_[task], "a task was pushed and lost, or never pushed and run");
    }
  }

 private:
  static constexpr std::uint64_t child = 1;
  static constexpr std::uint64_t stranger = 2;
  static constexpr std::uint64_t task_limit = 6;

  void fork() {
    push(0, child);
    if (way_ == way::migration) {
      awaited_.set(child);
      return handed_over_.store(1, sync::release<"join_model.fork.hand_over">);
    }
    if (way_ == way::detach) push(0, stranger);
    if (way_ == way::leftovers) run_a_batch();
    join(0);
  }

  void serve() {
    if (way_ == way::migration) {
      while (handed_over_.load(sync::acquire<"join_model.serve.handed_over">) == 0) yield();
      expect(awaited_.get() == child, "the continuation does not know its child");
      return join(1);
    }
    for (int i = 0; i < 2; ++i) {
      std::uint64_t stolen = 0;
      if (queues_[0].get_thief().steal(&stolen).what == split_steal::outcome::got) run(stolen);
    }
  }

  // The first branch helps: it runs the oldest of what it steals and leaves the rest above the child.
  void run_a_batch() {
    std::uint64_t stolen[2]{};
    const split_steal found = queues_[1].get_thief().steal(stolen, 2);
    for (std::uint32_t i = 1; i < found.count; ++i) queue_again(0, stolen[i]);
    if (found.count > 0) run(stolen[0]);
  }

  // The child is the newest, or below strangers, which keep their places, or gone.
  void join(unsigned worker) {
    auto owner = queues_[worker].get_owner();
    if (owner.take_newest(child, index_) || owner.take_if([](std::uint64_t task) { return task == child; }) == child) {
      run(child);
    } else {
      while (done_.load(sync::acquire<"join_model.join.done">) == 0) yield();
    }
    expect(result_.get() == child, "the join does not see what its child did");
  }

  void push(unsigned worker, std::uint64_t task) {
    pushed_[task] = true;
    queue_again(worker, task);
  }

  void queue_again(unsigned worker, std::uint64_t task) {
    std::uint32_t index = 0;
    expect(queues_[worker].get_owner().push(task, index) != split_push::full, "full with four slots");
    if (task == child) index_ = index;
  }

  void run(std::uint64_t task) {
    note("runs %llu", static_cast<unsigned long long>(task));
    expect(!ran_[task], "a task ran twice");
    ran_[task] = true;
    if (task != child) return;
    result_.set(task);
    done_.store(1, sync::release<"join_model.run.done">);
  }

  void work_until_empty(unsigned worker) {
    while (const std::uint64_t task = queues_[worker].get_owner().take()) run(task);
  }

  const way way_;
  split_deque<std::uint64_t, 4> queues_[2];
  sync::atomic<std::uint64_t> handed_over_{0};
  sync::atomic<std::uint64_t> done_{0};
  sync::plain<std::uint64_t> result_{0};
  sync::plain<std::uint64_t> awaited_{0};  // moves with the continuation

  std::uint32_t index_ = 0;  // of the child

  // What really happened, kept where it orders nothing.
  bool pushed_[task_limit]{};
  bool ran_[task_limit]{};
};

model join_model(const std::string& name, way played) {
  return {"split_deque.join." + name, "a join runs its child once and no stranger", 2,
          [played]() -> claim* { return new join_program(played); }};
}

const registration detach{join_model("detach", way::detach)};
const registration leftovers{join_model("leftovers", way::leftovers)};
const registration migration{join_model("migration", way::migration)};

}  // namespace
}  // namespace wyn::models::split_join
