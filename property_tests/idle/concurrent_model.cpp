// Random publishers beside one worker that sleeps, under the model checker: each task is run, and nobody sleeps for ever.
#include "models/engine/engine.hpp"
#include "models/idle/stand_in.hpp"

#include "property_tests/main.hpp"
#include "property_tests/shapes.hpp"
#include "property_tests/words.hpp"

namespace wyn::properties {

const char* const cases_by_default = "100";

namespace {

// One flag per task, which a publisher raises, and then notifies.
struct flags {
  sync::atomic<std::uint64_t> raised{0};
  void want() noexcept {}
  [[nodiscard]] bool quiet() const noexcept { return raised.load(sync::relaxed<"property.idle.quiet">) == 0; }
};

class program : public models::claim {
 public:
  explicit program(const std::vector<unsigned>& tasks) : tasks_(tasks) { static_cast<void>(subject_.enter()); }

  void thread(unsigned index) override {
    if (index != 0) return publish(index - 1);
    work();
  }
  void after() override { models::expect(ran_ == tasks_[0] + tasks_[1], "a task was lost, or ran twice"); }

 private:
  void publish(unsigned which) {
    for (unsigned i = 0; i < tasks_[which]; ++i) {
      queues_.raised.fetch_add(1, sync::release<"property.idle.publish">);
      static_cast<void>(subject_.notify());
    }
  }
  void work() {
    while (ran_ < tasks_[0] + tasks_[1]) {
      subject_.begin_search();
      while (queues_.quiet()) static_cast<void>(subject_.sleep(0, queues_));
      ran_ += static_cast<unsigned>(queues_.raised.exchange(0, sync::acquire<"property.idle.take">));
      static_cast<void>(subject_.end_search(queues_));
    }
  }

  const std::vector<unsigned>& tasks_;
  flags queues_;
  idle subject_{1};
  unsigned ran_ = 0;
};

std::string failure_of_choices(const std::vector<unsigned>& choices) {
  std::vector<unsigned> tasks(2, 0);
  for (std::size_t i = 0; i < choices.size() && i < 4; ++i) ++tasks[choices[i]];
  return failure_of({"idle.property.random", "each task is run", 3,
                     [tasks]() -> models::claim* { return new program(tasks); }, models::expectation::holds});
}

TEST(idle_model, random_publishers_are_served) {
  expect_choices_hold("idle: publishers under the model checker", 2, failure_of_choices);
}

}  // namespace
}  // namespace wyn::properties
