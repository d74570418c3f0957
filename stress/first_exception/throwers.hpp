// throwers: children of a group that end with numbered exceptions. Each surfaces at the waiter or is counted, and each
// is destroyed once.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "stress/options.hpp"
#include "stress/together.hpp"
#include "wyn/lockfree/completion.hpp"
#include "wyn/lockfree/first_exception.hpp"

namespace wyn::stress {

class throwers {
 public:
  /// `others` threads and the owner throw `each` exceptions, in as many children, in each of two groups.
  throwers(unsigned others, std::size_t each)
      : others_(others), each_(each), destroyed_((others + 1) * each * groups, 0), surfaced_(destroyed_.size(), 0) {}

  void run() {
    for (std::size_t group = 0; group < groups; ++group) {
      counter_.add_local(static_cast<std::int64_t>((others_ + 1) * each_));
      run_together(others_, [&](unsigned thread) { run_thread(group, thread); });
    }
    for (std::size_t id = 0; id < destroyed_.size(); ++id) {
      EXPECT_EQ(destroyed_[id], 1) << "how often exception " << id << " was destroyed";
    }
  }

 private:
  static constexpr std::size_t groups = 2;

  // Its place in the account is its own, so that is plain memory; who destroys it is ordered by the group.
  struct numbered {
    numbered(std::size_t its_id, std::vector<int>& account) noexcept : id(its_id), destroyed(account) {}
    numbered(const numbered&) = delete;
    numbered& operator=(const numbered&) = delete;
    ~numbered() { ++destroyed[id]; }
    std::size_t id;
    std::vector<int>& destroyed;
  };

  void run_thread(std::size_t group, unsigned thread) {
    for (std::size_t i = 0; i < each_; ++i) {
      run_child((group * (others_ + 1) + thread) * each_ + i);
      if (thread == 0) counter_.finish_local();
      else counter_.finish_shared();
    }
    if (thread == 0) wait_and_take(group);
  }

  void run_child(std::size_t id) {
    std::exception_ptr mine;
    try {
      throw numbered{id, destroyed_};
    } catch (...) {
      mine = std::current_exception();
    }
    caught_.capture(std::move(mine));
  }

  void wait_and_take(std::size_t group) {
    while (!counter_.done() && counter_.begin_wait()) {
      owner_.park();
      counter_.end_wait();
    }
    captured_exceptions taken = caught_.take();
    EXPECT_EQ(taken.dropped, (others_ + 1) * each_ - 1);
    ASSERT_TRUE(taken.first);
    const std::size_t id = id_of(std::move(taken.first));
    EXPECT_EQ(id / each_ / (others_ + 1), group) << "exception " << id << " is of another group";
    EXPECT_EQ(surfaced_[id]++, 0) << "exception " << id << " surfaced again";
    EXPECT_FALSE(caught_.take().first) << "the exception was taken and is still there";
  }

  std::size_t id_of(std::exception_ptr&& taken) {
    try {
      std::rethrow_exception(std::exchange(taken, nullptr));
    } catch (const numbered& caught) {
      EXPECT_EQ(destroyed_[caught.id], 0) << "the exception that surfaced was destroyed";
      return caught.id;
    }
  }

  const unsigned others_;
  const std::size_t each_;
  std::vector<int> destroyed_;
  std::vector<int> surfaced_;
  parker owner_;
  completion counter_{owner_};
  first_exception caught_;
};

}  // namespace wyn::stress
