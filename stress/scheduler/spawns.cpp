// Every spawned task runs exactly once, from wherever it is spawned.
#include <gtest/gtest.h>
#include <sched.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <memory>
#include <vector>

#include "stress/options.hpp"
#include "stress/scheduler/accounts.hpp"
#include "stress/scheduler/deadline.hpp"
#include "stress/scheduler/one_end.hpp"
#include "stress/scheduler/refuses_copies.hpp"
#include "stress/scheduler/until.hpp"
#include "stress/together.hpp"
#include "wyn/scheduler.hpp"
#include "wyn/task_group.hpp"

namespace wyn::stress {
namespace {

constexpr std::size_t million = 1'000'000;

// The scheduler's destructor waits for all.
TEST(scheduler_spawns, ten_million_from_an_attached_thread) {
  accounts book(10 * million);
  {
    scheduler workers({.workers = 2});
    const auto here = workers.attach();
    for (std::size_t id = 0; id < book.size(); ++id) workers.spawn([&book, id] { book.ran(id); });
  }
  book.expect_all_once();
}

TEST(scheduler_spawns, from_eight_threads_outside) {
  constexpr std::size_t each = 100'000;
  accounts book(8 * each);
  {
    scheduler workers({.workers = 2});
    run_together(7, [&](unsigned thread) {
      for (std::size_t i = 0; i < each; ++i) {
        workers.spawn([&book, id = thread * each + i] { book.ran(id); });
      }
    });
  }
  book.expect_all_once();
}

// A tree: each task spawns two more.
void spawn_tree(scheduler& workers, accounts& book, std::size_t id) {
  workers.spawn([&workers, &book, id] {
    book.ran(id);
    if (2 * id + 2 >= book.size()) return;
    spawn_tree(workers, book, 2 * id + 1);
    spawn_tree(workers, book, 2 * id + 2);
  });
}

TEST(scheduler_spawns, trees_from_tasks) {
  for_each_round([](sync::random& choices) {
    accounts book(2 * (std::size_t{1} << (4 + choices.below(12))) - 1);
    {
      scheduler workers({.workers = 1 + choices.below(4)});
      spawn_tree(workers, book, 0);
    }
    book.expect_all_once();
  });
}

TEST(scheduler_spawns, sixty_four_workers_steal_steadily) {
  accounts book(500'000);
  scheduler workers({.workers = 64});
  {
    task_group all(workers);
    for (std::size_t start = 0; start < book.size(); start += 1000) {
      all.spawn([&, start] {
        for (std::size_t id = start; id < start + 1000; ++id) all.spawn([&book, id] { book.ran(id); });
      });
    }
    all.wait();
  }
  book.expect_all_once();
  const scheduler_stats seen = workers.stats();
  std::printf("64 workers: stolen %llu in %llu batches, inlined %llu, spilled %llu\n",
              static_cast<unsigned long long>(seen.stolen), static_cast<unsigned long long>(seen.batches),
              static_cast<unsigned long long>(seen.inlined), static_cast<unsigned long long>(seen.spilled));
}

TEST(scheduler_spawns, on_one_processor) {
  cpu_set_t before;
  ASSERT_EQ(sched_getaffinity(0, sizeof before, &before), 0);
  cpu_set_t one;
  CPU_ZERO(&one);
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (CPU_ISSET(cpu, &before)) {
      CPU_SET(cpu, &one);
      break;
    }
  }
  ASSERT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
  EXPECT_EQ(usable_processors(), 1U);
  accounts book(100'000);
  {
    scheduler workers;
    EXPECT_EQ(workers.workers(), 1U);
    for (std::size_t id = 0; id < book.size(); ++id) workers.spawn([&book, id] { book.ran(id); });
  }
  ASSERT_EQ(sched_setaffinity(0, sizeof before, &before), 0);
  book.expect_all_once();
}

// Everybody sleeps between the bursts.
TEST(scheduler_spawns, bursts_with_sleep_between) {
  scheduler workers({.workers = 4});
  for_each_round([&](sync::random& choices) {
    accounts book(1 + choices.below(200));
    {
      task_group burst(workers);
      for (std::size_t id = 0; id < book.size(); ++id) burst.spawn([&book, id] { book.ran(id); });
      burst.wait();
    }
    book.expect_all_once();
    if (choices.below(4) == 0) ::usleep(1000);
  });
}

// Not for the compiler to know from the type.
bool is_aligned(const void* object, std::uintptr_t to) {
  const void* volatile at = object;
  return reinterpret_cast<std::uintptr_t>(at) % to == 0;
}

// The owner counts its children plainly, the other threads atomically, also where a spawn takes its count back.
TEST(scheduler_spawns, that_throw_on_other_threads_beside_the_owners) {
  constexpr int each = 20'000;
  scheduler workers({.workers = 2});
  std::atomic<int> ran{0};
  task_group group(workers);
  std::atomic<bool> over{false};
  sync::thread other([&] {
    const refuses_copies<> closure;
    for (int i = 0; i < each; ++i) EXPECT_THROW(group.spawn(closure), std::length_error);
    over = true;
  });
  int spawned = 0;
  for (; !over.load() || spawned < each; ++spawned) group.spawn([&ran] { ++ran; });
  other.join();
  group.wait();
  EXPECT_EQ(ran.load(), spawned);
}

// Larger than a record, aligned to more, and owning something.
TEST(scheduler_spawns, closures_of_all_kinds) {
  accounts book(6);
  {
    scheduler workers({.workers = 2});
    struct alignas(4096) page {
      char byte;
    };
    workers.spawn([&book, aligned = page{}] { book.ran(is_aligned(&aligned, 4096) ? 5 : 0); });
    struct alignas(64) wide {
      char bytes[512];
    };
    workers.spawn([&book, owned = std::make_unique<int>(7)] { book.ran(*owned == 7 ? 0 : 1); });
    workers.spawn([&book, big = wide{}] { book.ran(is_aligned(&big, 64) ? 1 : 0); });
    workers.spawn([&book, huge = std::vector<char>(100), more = std::array<char, 5000>{}] {
      book.ran(huge.size() == 100 && more[4999] == 0 ? 2 : 0);
    });
    auto copied = [&book] { book.ran(3); };
    workers.spawn(copied);
    workers.spawn_bulk(1, [&book](std::size_t) { return [&book] { book.ran(4); }; });
  }
  book.expect_all_once();
}

TEST(scheduler_spawns, in_bulk_from_outside_and_from_a_task) {
  accounts book(200'000);
  {
    scheduler workers({.workers = 3});
    workers.spawn_bulk(book.size() / 2, [&book](std::size_t id) { return [&book, id] { book.ran(id); }; });
    workers.spawn([&] {
      workers.spawn_bulk(book.size() / 2,
                         [&book](std::size_t i) { return [&book, id = book.size() / 2 + i] { book.ran(id); }; });
    });
  }
  book.expect_all_once();
}

// What was made before runs, and nothing after.
TEST(scheduler_spawns, in_bulk_until_one_cannot_be_made) {
  for_each_round([](sync::random& choices) {
    const std::size_t fails = choices.below(300);
    accounts ran(300);
    accounts dropped(300);
    {
      scheduler workers({.workers = 2});
      const auto make = [&](std::size_t id) {
        if (id == fails) throw id;
        return marked(ran, dropped, id);
      };
      EXPECT_THROW(workers.spawn_bulk(ran.size(), make), std::size_t);
    }
    for (std::size_t id = 0; id < ran.size(); ++id) {
      EXPECT_EQ(ran.times(id), id < fails ? 1U : 0U) << "task " << id;
      EXPECT_EQ(dropped.times(id), 0U) << "task " << id;
    }
  });
}

// Refused in the middle: each that was made has run or was dropped, these from some number on, and no more than a bundle.
TEST(scheduler_spawns, in_bulk_beside_a_shutdown) {
  for_each_round([](sync::random& choices) {
    accounts ran(10'000);
    accounts dropped(10'000);
    std::atomic<std::size_t> made{0};
    std::atomic<bool> refused{false};
    scheduler workers({.workers = 2});
    const std::size_t closes = choices.below(10'000);
    run_together(1, [&](unsigned thread) {
      if (thread == 0) {
        until([&] { return made >= closes || refused; });
        return void(workers.shutdown());
      }
      try {
        workers.spawn_bulk(ran.size(), [&](std::size_t id) {
          made = id + 1;
          return marked(ran, dropped, id);
        });
      } catch (const scheduler_closed&) {
        refused = true;
      }
    });
    for (std::size_t id = 0; id < ran.size(); ++id) {
      EXPECT_EQ(ran.times(id) + dropped.times(id), id < made ? 1U : 0U) << "task " << id;
      EXPECT_TRUE(id == 0 || ran.times(id - 1) >= ran.times(id)) << "task " << id << " ran, the one before did not";
    }
    EXPECT_LE(dropped.size() - dropped.count_unrun(), sync::spill_at_once);
  });
}

// A copy that waits for what is spawned meanwhile: it is made before a place in the inbox is claimed.
TEST(scheduler_spawns, a_copy_waits_for_another_task) {
  const deadline limit("a copy that waits for another task");
  class waits_when_copied {
   public:
    waits_when_copied(scheduler& in, std::atomic<unsigned>& ran) : workers_(&in), ran_(&ran) {}
    waits_when_copied(const waits_when_copied& from) : workers_(from.workers_), ran_(from.ran_) {
      std::atomic<bool> over{false};
      workers_->spawn([&over] { over = true; });
      until(over);
    }
    waits_when_copied(waits_when_copied&&) = default;
    waits_when_copied& operator=(const waits_when_copied&) = delete;
    waits_when_copied& operator=(waits_when_copied&&) = delete;
    ~waits_when_copied() = default;
    void operator()() { ran_->fetch_add(1); }

   private:
    scheduler* workers_;
    std::atomic<unsigned>* ran_;
  };
  std::atomic<unsigned> ran{0};
  {
    scheduler workers({.workers = 1});
    const waits_when_copied body(workers, ran);
    workers.spawn(body);
    task_group group(workers);
    group.spawn(body);
    group.wait();
  }
  EXPECT_EQ(ran, 2U);
}

}  // namespace
}  // namespace wyn::stress
