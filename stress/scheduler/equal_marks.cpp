// Waits beside strangers in the inbox that have the same mark as what is awaited.
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

#include "stress/scheduler/accounts.hpp"
#include "stress/scheduler/deadline.hpp"
#include "stress/scheduler/until.hpp"
#include "wyn/runtime/async_task.hpp"
#include "wyn/runtime/crew.hpp"
#include "wyn/runtime/group_core.hpp"
#include "wyn/runtime/spawned_task.hpp"
#include "wyn/sync/clock.hpp"
#include "wyn/sync/memory.hpp"
#include "wyn/task_group.hpp"

namespace wyn::stress {
namespace {

using runtime::group_core;
using runtime::worker;

class group_arena {
 public:
  static constexpr std::size_t places = (std::size_t{1} << 16) + 1;  // more than there are marks
  group_arena() : memory_(::operator new (places * sizeof(group_core), std::align_val_t{alignof(group_core)})) {}
  group_arena(const group_arena&) = delete;
  group_arena& operator=(const group_arena&) = delete;
  ~group_arena() { ::operator delete (memory_, std::align_val_t{alignof(group_core)}); }

  /// Places of two groups whose marks are the same.
  [[nodiscard]] std::pair<void*, void*> alike() {
    std::vector<void*> of_mark(std::size_t{1} << 16);
    for (std::size_t i = 0;; ++i) {
      void* const place = static_cast<std::byte*>(memory_) + i * sizeof(group_core);
      void*& same = of_mark[runtime::mark_of(reinterpret_cast<std::uintptr_t>(place))];
      if (same != nullptr) return {same, place};
      same = place;
    }
  }

 private:
  void* memory_;
};

template <typename Body>
runtime::task* child_of(group_core& group, Body body) {
  group.children().add_shared();
  return runtime::spawned_task<Body>::make(std::move(body), &group, {});
}

// A waiter tells its group's tasks in the inbox by sixteen bits, which another group shares here. Strangers are given to the
// inbox so many at a time.
void wait_behind_strangers(
    const std::vector<std::size_t>& batches, void (*before_the_wait)() = [] {}) {
  const deadline limit("a wait behind tasks whose mark is the same");
  group_arena arena;
  const auto [one, other] = arena.alike();
  void* const places[] = {one, other};
  parker nobody;
  accounts book(std::accumulate(batches.begin(), batches.end(), std::size_t{1}));
  std::unique_ptr<group_core, void (*)(group_core*)> stranger(nullptr, [](group_core* group) { group->~group_core(); });
  {
    scheduler workers({.workers = 1});
    task_group all(workers);
    all.spawn([&] {
      worker& self = *worker::current();
      stranger.reset(::new (places[0]) group_core(self.team(), nullptr, nobody));
      auto* const own = ::new (places[1]) group_core(self.team(), &self, self.own_parker());
      std::size_t id = 1;
      for (const std::size_t batch : batches) {
        std::vector<runtime::task*> tasks;
        for (const std::size_t end = id + batch; id < end; ++id)
          tasks.push_back(child_of(*stranger, [&book, id] { book.ran(id); }));
        ASSERT_EQ(self.team().inject_from_worker(tasks), batch);
      }
      runtime::task* const awaited = child_of(*own, [&book] { book.ran(0); });
      ASSERT_EQ(self.team().inject_from_worker({&awaited, 1}), 1U);
      before_the_wait();
      self.wait(*own);
      EXPECT_EQ(book.count_unrun(), book.size() - 1) << "the wait ran strangers";
      own->~group_core();
    });
    all.wait();
  }
  book.expect_all_once();
}

TEST(scheduler_equal_marks, groups_whose_marks_are_equal) {
  wait_behind_strangers(std::vector<std::size_t>(100, 1));
}

TEST(scheduler_equal_marks, bundles_whose_marks_are_equal) {
  wait_behind_strangers(std::vector<std::size_t>(10, sync::spill_at_once));
}

#if defined(WYN_CHECKED)
// A bundle that cannot go back as one goes back task by task.
TEST(scheduler_equal_marks, a_bundle_finds_no_memory) {
  wait_behind_strangers(std::vector<std::size_t>(80, sync::spill_at_once), [] { sync::fail_allocation_after(0); });
  EXPECT_FALSE(sync::never_fail_allocation()) << "nothing has failed";
}
#endif

#if defined(WYN_CHECKED)
// What the last look before a sleep takes out of the inbox goes nowhere: no memory, and the waiter's own queue is full. It
// does not run there: it would announce another sleep of the same thread.
TEST(scheduler_equal_marks, a_stranger_that_fits_nowhere_waits_for_the_end_of_the_look) {
  const deadline limit("a wait beside strangers that no queue takes");
  group_arena arena;
  const auto [one, other] = arena.alike();
  void* const places[] = {one, other};
  parker nobody;
  constexpr std::size_t strangers =
      16 * sync::injector_segment - 1;  // with the task that makes them: the last segment is full
  accounts book(strangers + sync::queue_capacity);
  std::atomic<group_core*> outer{nullptr};
  std::atomic<group_core*> inner{nullptr};
  std::uint64_t parks = 0;  // written before outer is shown
  group_core* stranger = nullptr;
  scheduler workers({.workers = 1});
  task_group all(workers);
  all.spawn([&] {
    worker& self = *worker::current();
    stranger = ::new (places[0]) group_core(self.team(), nullptr, nobody);
    const auto wait_for_another_thread = [&self](group_core& group, std::atomic<group_core*>& shown) {
      group.children().add_shared();
      shown = &group;
      self.wait(group);
    };
    for (std::size_t id = 0; id < strangers; ++id) {
      runtime::task* const one_more = child_of(*stranger, [&, id] {
        book.ran(id);
        group_core nested(self.team(), &self, self.own_parker());
        if (self.counters().inlined.get() != 0) wait_for_another_thread(nested, inner);
      });
      ASSERT_EQ(self.team().inject_from_worker({&one_more, 1}), 1U);
    }
    for (std::size_t id = 0; id < sync::queue_capacity; ++id)
      workers.spawn([&book, id = strangers + id] { book.ran(id); });
    auto* const own = ::new (places[1]) group_core(self.team(), &self, self.own_parker());
    parks = self.counters().parks.get();
    sync::fail_allocation_after(0);
    wait_for_another_thread(*own, outer);
    EXPECT_FALSE(sync::never_fail_allocation()) << "nothing has failed";
    own->~group_core();
  });
  // The second announcement of a sleep comes after the first look.
  until([&] { return outer != nullptr && (inner != nullptr || workers.stats().parks >= parks + 2); });
  ::usleep(1'000);
  if (inner != nullptr) inner.load()->children().finish_shared();
  outer.load()->children().finish_shared();
  all.wait();
  workers.shutdown();
  book.expect_all_once();
  stranger->~group_core();
}
#endif

// A future's task in the inbox whose mark is that of the awaited one's does not keep the waiter awake.
TEST(scheduler_equal_marks, a_future_with_the_same_mark_does_not_keep_a_waiter_awake) {
  const deadline limit("a wait beside a future's task with the same mark");
  runtime::family_id awaited = 1;
  runtime::family_id other = 3;
  while (runtime::mark_of(other) != runtime::mark_of(awaited)) other += 2;
  scheduler workers({.workers = 1});
  std::atomic<bool> ran{false};
  std::uint64_t parks = 0;
  task_group all(workers);
  all.spawn([&] {
    worker& self = *worker::current();
    const auto stranger_body = [&ran] { ran = true; };
    auto* const stranger = runtime::async_task<decltype(stranger_body)>::make(other, stranger_body);
    const auto never_runs = [] {};
    auto* const made = runtime::async_task<decltype(never_runs)>::make(awaited, never_runs);
    runtime::task* const in_the_inbox = stranger;
    ASSERT_EQ(self.team().inject_from_worker({&in_the_inbox, 1}), 1U);
    const std::uint64_t before = workers.stats().parks;
    EXPECT_FALSE(self.wait_until(sync::now() + std::chrono::milliseconds(100), *made, {&awaited, 1}));
    parks = workers.stats().parks - before;
    EXPECT_FALSE(ran) << "the wait ran a stranger";
    stranger->leave();
    made->cancel_unqueued();
    made->leave();
  });
  all.wait();
  workers.shutdown();
  EXPECT_TRUE(ran);
  EXPECT_LT(parks, 20U) << "the waiter woke itself again and again";
}

}  // namespace
}  // namespace wyn::stress
