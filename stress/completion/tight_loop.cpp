// Completions made and freed at once, as fast as one to eight finishers count off: a late access has the best chances.
#include <array>
#include <memory>

#include "stress/options.hpp"
#include "stress/together.hpp"
#include "wyn/lockfree/completion.hpp"

namespace wyn::stress {
namespace {

class tight_loop {
 public:
  tight_loop(unsigned finishers, std::uint64_t rounds, sync::random& choices)
      : finishers_(finishers), rounds_(rounds), choices_(choices), boxes_(std::make_unique<box[]>(finishers)) {}

  void run() {
    run_together(finishers_, [this](unsigned thread) { thread == 0 ? make_and_free() : finish_all(thread - 1); });
    EXPECT_EQ(unseen_, 0U) << "children whose effects the owner did not see";
  }

 private:
  struct alignas(64) box {
    sync::atomic<completion*> group{nullptr};
    std::uint64_t finished = 0;  // the number of the last group whose child ran here
  };

  void make_and_free() {
    for (std::uint64_t round = 1; round <= rounds_; ++round) {
      const auto group = std::make_unique<completion>(owner_);
      group->add_local(finishers_);
      for (unsigned i = 0; i < finishers_; ++i) boxes_[i].group.store(group.get(), sync::release<"stress.tight.give">);
      wait(*group);
      for (unsigned i = 0; i < finishers_; ++i) unseen_ += boxes_[i].finished != round ? 1 : 0;
    }
  }

  // Looks for a random while, before and after it asks for a wake.
  void wait(completion& group) {
    if (look(group) || !group.begin_wait()) return;
    if (look(group)) return;
    while (!group.done()) owner_.park();
  }
  bool look(completion& group) {
    for (std::uint32_t looks = choices_.below(64); looks > 0; --looks) {
      if (group.done()) return true;
    }
    return false;
  }

  void finish_all(unsigned finisher) {
    box& mine = boxes_[finisher];
    while (mine.finished < rounds_) {
      completion* const group = mine.group.exchange(nullptr, sync::acquire<"stress.tight.take">);
      if (group == nullptr) {
        ::sched_yield();
        continue;
      }
      ++mine.finished;
      group->finish_shared();
    }
  }

  const unsigned finishers_;
  const std::uint64_t rounds_;
  sync::random& choices_;
  std::unique_ptr<box[]> boxes_;
  parker owner_;
  std::uint64_t unseen_ = 0;
};

TEST(completion_tight_loop, is_freed_at_once) {
  for_each_round([](sync::random& choices) { tight_loop{1 + choices.below(8), 500, choices}.run(); });
}

}  // namespace
}  // namespace wyn::stress
