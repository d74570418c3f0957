// exchanges: values that other threads make, each taken, left or handed to a listener, and its state freed by the last.
#pragma once

#include <optional>
#include <utility>

#include "stress/crew.hpp"
#include "stress/ledger.hpp"
#include "stress/options.hpp"
#include "wyn/lockfree/one_shot.hpp"

namespace wyn::stress {

class exchanges {
 public:
  // Who obtains: the taker, then each maker for what was left, then each for what a listener took in the taker's stead.
  exchanges(unsigned makers, std::size_t count, sync::random& choices)
      : count_(count),
        choices_(choices),
        account_(2 * makers + 1, count, choices.next()),
        makers_(std::in_place, makers,
                [this](unsigned maker, void* given) { make(maker, *static_cast<state*>(given)); }),
        helpers_(makers) {}

  void run() {
    for (std::size_t id = 0; id < count_; ++id) {
      auto* const shared = new state;  // NOLINT(cppcoreguidelines-owning-memory): the last of the two deletes it
      shared->id = id;
      makers_->give(choices_.below(helpers_), shared);
      take(*shared);
    }
    makers_.reset();  // joined
    account_.expect_exactly_once();
  }

 private:
  struct state;
  // Wakes the taker, or takes the value of `instead`.
  struct listener {
    parker* wakes = nullptr;
    state* instead = nullptr;
  };
  struct state {
    one_shot<listener> meeting;
    std::size_t id = 0;
    const record* value = nullptr;
    listener taking;
  };

  void make(unsigned maker, state& given) {
    given.value = account_.make(given.id);
    const auto [told, left] = given.meeting.finish();
    if (left) return consume(1 + maker, given);
    if (told == nullptr) return;
    if (told->wakes != nullptr) return told->wakes->unpark();
    consume(1 + helpers_ + maker, *told->instead);
  }

  void take(state& shared) {
    switch (choices_.below(6)) {
      case 0:
        while (!shared.meeting.is_ready()) ::sched_yield();
        return consume(0, shared);
      case 1:
        if (shared.meeting.listen(wake_)) {
          while (!shared.meeting.is_ready()) taker_.park();
        }
        return consume(0, shared);
      case 2:
        shared.taking.instead = &shared;
        if (!shared.meeting.listen(shared.taking)) consume(0, shared);
        return;
      case 3:
        if (shared.meeting.leave()) consume(0, shared);
        return;
      case 4:
        if (!shared.meeting.listen(wake_) || !shared.meeting.withdraw(wake_)) return consume(0, shared);
        if (shared.meeting.leave()) consume(0, shared);
        return;
      default:
        while (shared.meeting.listen(wake_)) {
          taker_.park();
          if (!shared.meeting.withdraw(wake_)) break;
        }
        return consume(0, shared);
    }
  }

  void consume(unsigned by, state& shared) {
    account_.obtain(by, shared.value);
    delete &shared;  // NOLINT(cppcoreguidelines-owning-memory): as above
  }

  const std::size_t count_;
  sync::random& choices_;
  ledger account_;
  parker taker_;
  listener wake_{&taker_, nullptr};
  std::optional<crew> makers_;
  const unsigned helpers_;
};

}  // namespace wyn::stress
