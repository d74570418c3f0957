// groups: children that helpers and the owner run, counted by a completion that the owner frees at once.
#pragma once

#include <memory>
#include <vector>

#include "stress/crew.hpp"
#include "stress/ledger.hpp"
#include "stress/options.hpp"
#include "wyn/lockfree/completion.hpp"

namespace wyn::stress {

class groups {
 public:
  static constexpr unsigned most_helpers = 8;
  static constexpr std::size_t most_children = 64;

  groups()
      : helpers_(most_helpers,
                 [this](unsigned helper, void* given) { run_batch(helper, *static_cast<batch*>(given)); }) {}

  /// One group: made, run by up to `finishers` helpers and the owner, awaited, freed.
  void run(unsigned finishers, sync::random& choices) {
    account_ = std::make_unique<ledger>(most_helpers + 1, most_children, choices.next());
    batches_.clear();
    batches_.reserve(most_children);
    group_ = std::make_unique<completion>(owner_);
    std::size_t next = 0;
    while (next < most_children) next = spawn(next, finishers, choices);
    wait(choices);
    group_.reset();
    account_->expect_exactly_once();
  }

 private:
  // Consecutive children that one helper runs and counts off together; `siblings` of them it spawns by itself.
  struct batch {
    completion* group;
    std::size_t first;
    std::size_t children;
    std::size_t siblings;
  };

  void run_batch(unsigned helper, const batch given) {
    for (std::size_t i = 0; i < given.children; ++i) run_child(helper + 1, given.first + i);
    if (given.siblings > 0) given.group->add_shared(static_cast<std::int64_t>(given.siblings));
    given.group->finish_shared(static_cast<std::int64_t>(given.children));
    for (std::size_t i = 0; i < given.siblings; ++i) {
      run_child(helper + 1, given.first + given.children + i);
      given.group->finish_shared();
    }
  }
  void run_child(unsigned thread, std::size_t id) { account_->obtain(thread, account_->make(id)); }

  // Spawns some children from `next` on, and now and then looks or begins a wait. Returns the next free number.
  std::size_t spawn(std::size_t next, unsigned finishers, sync::random& choices) {
    const std::size_t room = most_children - next;
    const std::size_t children = std::min<std::size_t>(room, 1 + choices.below(3));
    const std::size_t siblings = std::min<std::size_t>(room - children, choices.below(3));
    if (choices.below(8) == 0 && group_->begin_wait()) group_->end_wait();
    group_->add_local(static_cast<std::int64_t>(children));
    if (choices.below(3) == 0) {
      for (std::size_t i = 0; i < children; ++i) run_child(0, next + i);
      group_->finish_local(static_cast<std::int64_t>(children));
      return next + children;
    }
    batches_.push_back({group_.get(), next, children, siblings});
    helpers_.give(choices.below(finishers), &batches_.back());
    return next + children + siblings;
  }

  void wait(sync::random& choices) {
    if (choices.below(3) == 0) {
      while (!group_->done()) ::sched_yield();
      return;
    }
    if (choices.below(2) == 0) {
      if (!group_->begin_wait()) return;
      while (!group_->done()) owner_.park();
      return;
    }
    while (!group_->done() && group_->begin_wait()) {
      owner_.park();
      group_->end_wait();
    }
  }

  std::unique_ptr<ledger> account_;
  std::vector<batch> batches_;
  parker owner_;
  std::unique_ptr<completion> group_;
  crew helpers_;
};

}  // namespace wyn::stress
