// program: a pipeline of numbers on a conveyor: the source, and behind it stages such as "ps", p parallel and s serial.
//
// Each thread takes what has been posted, some looks long, and carries it as far as it gets; what is left then is carried
// alone. Every shape asserts, in every execution:
//   once       each item goes through each stage once, in the order of the stages
//   in order   a serial stage takes the items by their numbers, and sees what it did with the one before
//   visible    each stage sees what the stage before did with the item, and the source what the place's last item did
//   all        all items get to the end, and no more of them are on the way than there are places
#pragma once

#include <string>

#include "models/engine/engine.hpp"
#include "wyn/lockfree/conveyor.hpp"
#include "wyn/sync/atomic.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn::models {

class conveyor_program : public claim {
 public:
  struct shape {
    std::string stages;  // behind the source
    unsigned places;
    unsigned items;
  };

  explicit conveyor_program(const shape& of) : of_(of), belt_(of.places, 1 + serial_before(of.stages.size())) {
    expect(of.places <= most && of.items <= most && of.stages.size() <= most, "a shape is too large");
    for (sync::plain<unsigned>& none : taken_) none.set(0);
    post(0, 0);
  }

  void thread(unsigned) override {
    for (unsigned look = 0; look < looks; ++look) carry_posted();
  }
  void after() override {
    for (unsigned carried = 0; carried != posts_;) {
      carried = posts_;
      carry_posted();
    }
    expect(ended_ == of_.items, "an item did not get to the end");
  }

 private:
  static constexpr unsigned most = 4;
  static constexpr unsigned looks = 3;

  // Stage 0 is the source. An item that has been posted is carried from there by whoever takes the post.
  void post(unsigned item, std::size_t stage) {
    expect(posts_ < sizeof(post_) / sizeof(post_[0]), "more posts than items and stages");
    post_[posts_++].what.store(1 + item * (most + 1) + static_cast<unsigned>(stage),
                               sync::release<"stand_in.post.publish">);
  }
  void carry_posted() {
    for (unsigned i = 0; i < posts_; ++i) {
      const unsigned found = post_[i].what.exchange(0, sync::acquire<"stand_in.fetch.take">);
      if (found != 0) carry((found - 1) / (most + 1), (found - 1) % (most + 1));
    }
  }

  // An item that ends may leave the caller with the next one at its place.
  void carry(unsigned item, std::size_t stage) {
    while (carry_on(item, stage)) {
      item += of_.places;
      stage = 0;
    }
  }
  bool carry_on(unsigned item, std::size_t stage) {
    for (;; ++stage) {
      if (stage == 0 && item >= of_.items) return false;
      pass(item, stage);
      if (is_serial(stage) && belt_.leaves(serial_before(stage), item)) post(item + 1, stage);
      if (stage == of_.stages.size()) break;
      if (is_serial(stage + 1) && !belt_.comes_to(serial_before(stage + 1), item)) return false;
    }
    ++ended_;
    return belt_.ends(item);
  }

  // What the stage does: the item's value counts its stages, the stage's own state its items.
  void pass(unsigned item, std::size_t stage) {
    const unsigned place = item % of_.places;
    if (stage == 0) {
      expect(item < of_.places || value_[place].get() == passed(item - of_.places, of_.stages.size()),
             "the source gets a place before its last item has left it");
      expect(item < ended_ + of_.places, "more items are on the way than there are places");
    } else {
      expect(value_[place].get() == passed(item, stage - 1), "a stage gets an item that is not its next");
    }
    value_[place].set(passed(item, stage));
    if (!is_serial(stage)) return;
    expect(taken_[stage].get() == item, "a serial stage gets an item out of order");
    taken_[stage].set(item + 1);
  }
  static unsigned passed(unsigned item, std::size_t stage) { return 100 * item + static_cast<unsigned>(stage) + 1; }

  [[nodiscard]] bool is_serial(std::size_t stage) const { return stage == 0 || of_.stages[stage - 1] == 's'; }
  // Which of the serial stages it is.
  [[nodiscard]] std::size_t serial_before(std::size_t stage) const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < stage; ++i) count += of_.stages[i] == 's' ? 1 : 0;
    return count;
  }

  const shape& of_;
  conveyor belt_;
  sync::plain<unsigned> value_[most]{};
  sync::plain<unsigned> taken_[most + 1]{};
  struct posted {
    sync::atomic<unsigned> what{0};
  };
  posted post_[most * (most + 1)];

  // What really happened, kept where it orders nothing.
  unsigned posts_ = 0;
  unsigned ended_ = 0;
};

/// The model `conveyor.<claim>.<stages>-<places>-<items>.<threads>`.
[[nodiscard]] inline model conveyor_model(const std::string& claim_name, const std::string& statement,
                                          const conveyor_program::shape& of, unsigned threads) {
  return {"conveyor." + claim_name + "." + of.stages + "-" + std::to_string(of.places) + "-" +
              std::to_string(of.items) + "." + std::to_string(threads),
          statement, threads, [of]() -> claim* { return new conveyor_program(of); }};
}

}  // namespace wyn::models
