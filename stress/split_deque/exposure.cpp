// Private work of an owner in a long leaf becomes stealable when the owner is interrupted.
#include "stress/split_deque/split_theft.hpp"
#include "wyn/sync/clock.hpp"

namespace wyn::stress {
namespace {

constexpr std::chrono::seconds leaf_patience{20};

class leaf {
 public:
  void run() {
    auto owner = queue_.get_owner();
    const auto self = sync::accept_interrupts(expose, &queue_);
    ASSERT_EQ(owner.push(&element_), split_push::pushed);
    {
      const sync::thread thief{[&] { interrupt_and_steal(self); }};
      work();
    }
    sync::refuse_interrupts();
    EXPECT_EQ(owner.take(), nullptr) << "the element was stolen and taken";
  }

 private:
  using queue = split_deque<int*, 4096>;

  static void expose(void* queue_of_the_leaf) { static_cast<queue*>(queue_of_the_leaf)->get_owner().expose(); }

  // A call now and then, since ThreadSanitizer delivers signals at calls only.
  void work() {
    const auto give_up = sync::now() + leaf_patience;
    for (unsigned i = 1; !stolen_.load(sync::acquire<"stress.leaf.stolen">); ++i) {
      if (i % 4096 != 0) continue;
      ::sched_yield();
      if (sync::now() > give_up) return;
    }
  }

  void interrupt_and_steal(sync::interruptible owner) {
    const auto give_up = sync::now() + leaf_patience;
    int* element = nullptr;
    if (queue_.get_thief().steal(&element).what == split_steal::outcome::got) ADD_FAILURE() << "it was public already";
    EXPECT_TRUE(queue_.has_private()) << "the thief does not see what is private";
    sync::interrupt(owner);
    while (queue_.get_thief().steal(&element).what != split_steal::outcome::got && sync::now() < give_up)
      ::sched_yield();
    EXPECT_EQ(element, &element_) << "an interrupted owner exposed nothing";
    stolen_.store(true, sync::release<"stress.leaf.over">);
  }

  queue queue_;
  int element_ = 0;
  sync::atomic<bool> stolen_{false};
};

TEST(split_deque_exposure, out_of_a_leaf) {
  for_each_round([](sync::random&) { std::make_unique<leaf>()->run(); });
}

}  // namespace
}  // namespace wyn::stress
