// Seats, hints, tallies, shows and requests with real threads.
#include <gtest/gtest.h>
#include <sched.h>

#include "stress/options.hpp"
#include "stress/together.hpp"
#include "stress/visited_sites.hpp"
#include "wyn/lockfree/notice.hpp"

namespace wyn::stress {
namespace {

TEST(notice_seat, has_one_holder_at_a_time) {
  for_each_round([](sync::random& choices) {
    const unsigned others = 1 + choices.below(4);
    seat one;
    std::uint64_t turns = 0;  // plain memory that the seat orders
    run_together(others, [&](unsigned) {
      for (int turn = 0; turn < 500; ++turn) {
        while (!one.take()) ::sched_yield();
        EXPECT_TRUE(one.taken());
        ++turns;
        one.leave();
      }
    });
    EXPECT_EQ(turns, 500U * (others + 1));
    EXPECT_FALSE(one.taken());
  });
}

TEST(notice_hint, is_raised_by_one_and_read_by_all) {
  for_each_round([](sync::random&) {
    hint<std::uint64_t> raised(1);
    run_together(2, [&](unsigned thread) {
      std::uint64_t last = 0;
      for (std::uint64_t i = 0; i < 2000; ++i) {
        if (thread == 0) raised.raise(2);
        const std::uint64_t now = raised.get();
        EXPECT_LE(last, now);
        last = now;
      }
    });
    EXPECT_EQ(raised.get(), 4001U);
    raised.set(7);
    EXPECT_EQ(raised.get(), 7U);
  });
}

TEST(notice_tally, loses_no_raise) {
  for_each_round([](sync::random&) {
    tally all;
    run_together(3, [&](unsigned) {
      for (int i = 0; i < 2000; ++i) all.raise();
    });
    EXPECT_EQ(all.get(), 4U * 2000U);
  });
}

TEST(notice_show, is_seen_whole) {
  for_each_round([](sync::random&) {
    std::uint64_t shown = 0;  // plain memory that the show orders
    on_show<std::uint64_t> here;
    run_together(3, [&](unsigned thread) {
      if (thread == 0) {
        shown = 7;
        here.show(shown);
        return;
      }
      while (here.get() == nullptr) ::sched_yield();
      EXPECT_EQ(*here.get(), 7U);
    });
    here.take_away();
    EXPECT_EQ(here.get(), nullptr);
  });
}

TEST(notice_request, is_made_by_one_of_many) {
  for_each_round([](sync::random&) {
    exposure_request request;
    sync::atomic<unsigned> interrupts{0};
    run_together(3, [&](unsigned) {
      if (request.ask(7)) interrupts.fetch_add(1, sync::relaxed<"stress.request.asked">);
    });
    EXPECT_EQ(interrupts.load(sync::relaxed<"stress.request.count">), 1U);
    EXPECT_TRUE(request.pending(7));
    request.begin();
    EXPECT_FALSE(request.pending(7));
    EXPECT_TRUE(request.ask(8));
    EXPECT_FALSE(request.pending(7));
    EXPECT_TRUE(request.ask(7));
  });
}

#if defined(WYN_WORLD_COUNTED) || defined(WYN_WORLD_PERTURBED)
TEST(notice_sites, are_all_visited) {
  EXPECT_FALSE(sites_of("notice").empty());
  EXPECT_EQ(unvisited_sites_of("notice"), std::vector<std::string>{});
}
#endif

}  // namespace
}  // namespace wyn::stress
