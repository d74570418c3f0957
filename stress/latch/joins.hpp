// joins: forks whose branches other threads run, each joined by a latch that the forker frees at once.
#pragma once

#include <memory>

#include "stress/crew.hpp"
#include "stress/ledger.hpp"
#include "stress/options.hpp"
#include "wyn/lockfree/latch.hpp"

namespace wyn::stress {

class joins {
 public:
  joins(unsigned thieves, std::size_t count, sync::random& choices)
      : count_(count),
        choices_(choices),
        account_(1, count, choices.next()),
        thieves_(thieves, [this](unsigned, void* fork) { run_branch(*static_cast<stolen_fork*>(fork)); }) {}

  void run() {
    for (std::size_t id = 0; id < count_; ++id) {
      auto forked = std::make_unique<stolen_fork>();
      forked->id = id;
      thieves_.give(choices_.below(thieves_.helpers()), forked.get());
      wait(forked->latch);
      account_.obtain(0, forked->result);
    }
    account_.expect_exactly_once();
  }

 private:
  // On the forker's stack, in a scheduler; on the heap here, so that a late access is seen.
  struct stolen_fork {
    join_latch latch;
    std::size_t id = 0;
    const record* result = nullptr;
  };

  void run_branch(stolen_fork& stolen) {
    stolen.result = account_.make(stolen.id);
    stolen.latch.set(forker_);
  }

  void wait(join_latch& awaited) {
    switch (choices_.below(4)) {
      case 0: return look(awaited);
      case 1: return wait_with_one_wish(awaited);
      case 2:
        if (!awaited.prepare_wait() || !awaited.cancel_wait()) return;
        return wait_by_wishes(awaited);
      default: return wait_by_wishes(awaited);
    }
  }
  static void look(const join_latch& awaited) {
    while (!awaited.is_set()) ::sched_yield();
  }
  void wait_with_one_wish(join_latch& awaited) {
    if (!awaited.prepare_wait()) return;
    while (!awaited.is_set()) forker_.park();
  }
  void wait_by_wishes(join_latch& awaited) {
    while (awaited.prepare_wait()) {
      forker_.park();
      if (!awaited.cancel_wait()) return;
    }
  }

  const std::size_t count_;
  sync::random& choices_;
  ledger account_;
  parker forker_;
  crew thieves_;
};

}  // namespace wyn::stress
