// A thread that the system refuses: nothing has started, and nothing else has changed.
#include <gtest/gtest.h>

#include <csignal>
#include <system_error>

#include "wyn/sync/thread.hpp"

namespace wyn::stress {
namespace {

// The error of a refused thread, or none. A thread that starts has ended on return.
std::error_code refusal_of_a_thread(bool& ran) {
  ran = false;
  try {
    sync::thread{[&ran] { ran = true; }}.join();
    return {};
  } catch (const std::system_error& refusal) {
    return refusal.code();
  }
}

TEST(sync_refused_thread, comes_after_so_many_successes_and_once) {
  for (const unsigned successes : {0U, 1U, 3U}) {
    bool ran = false;
    sync::fail_thread_creation_after(successes);
    for (unsigned i = 0; i < successes; ++i) {
      EXPECT_FALSE(refusal_of_a_thread(ran)) << i << " of " << successes;
      EXPECT_TRUE(ran);
    }
    EXPECT_EQ(refusal_of_a_thread(ran), std::errc::resource_unavailable_try_again) << "after " << successes;
    EXPECT_FALSE(ran) << "the refused one ran";
    EXPECT_FALSE(refusal_of_a_thread(ran)) << "after the refusal";
    EXPECT_TRUE(ran);
  }
}

TEST(sync_refused_thread, leaves_no_signal_blocked) {
  bool ran = false;
  sync::fail_thread_creation_after(0);
  EXPECT_TRUE(refusal_of_a_thread(ran));
  sigset_t mask;
  sigprocmask(SIG_BLOCK, nullptr, &mask);
  EXPECT_EQ(sigismember(&mask, SIGUSR1), 0);
}

}  // namespace
}  // namespace wyn::stress
