// Random programs of one to three threads over up to three schedulers: create, spawn, attach, detach, groups, shutdown.
// Each accepted task ran or was cancelled, the counts agree, refused closures stay their caller's, and nothing hangs.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "property_tests/main.hpp"
#include "stress/scheduler/deadline.hpp"
#include "wyn/task_group.hpp"

namespace wyn::properties {

const char* const cases_by_default = "300";

namespace {

constexpr unsigned most_schedulers = 3;
constexpr unsigned most_threads = 3;

// c create   s spawn   S spawn a task that spawns   a attach   d detach   g spawn into a group   G one that spawns
// w wait for the group   y yield   e shutdown(drain)   x shutdown(abandon); what is not there yet or any more is left out
constexpr char letters[] = "cccssSSaadggGGwyyex";
constexpr unsigned operations = sizeof letters - 1;

struct step {
  unsigned what;
  unsigned scheduler;
  unsigned thread;
  [[nodiscard]] char letter() const { return letters[what % operations]; }
};

struct program {
  unsigned threads;
  unsigned workers;
  std::vector<step> steps;
};

std::string show(const program& p) {
  std::ostringstream text;
  text << p.workers << " workers";
  for (unsigned thread = 0; thread < p.threads; ++thread) {
    text << "; thread " << thread << ':';
    for (const step& s : p.steps) {
      if (s.thread % p.threads == thread) text << ' ' << s.letter() << s.scheduler;
    }
  }
  return text.str();
}

struct fate {
  std::atomic<unsigned> ran{0};
  std::atomic<unsigned> ended{0};
  std::atomic<unsigned> accepted{0};
  std::atomic<unsigned> scheduler{0};
};

// Threads take numbers from it; a task that spawns takes one too.
class book {
 public:
  explicit book(std::size_t most) : most_(most), fates_(std::make_unique<fate[]>(most)) {}
  fate& next(unsigned scheduler) {
    fate& taken = fates_[taken_.fetch_add(1)];
    taken.scheduler = scheduler;
    return taken;
  }
  [[nodiscard]] std::size_t size() const { return std::min(most_, taken_.load()); }
  [[nodiscard]] const fate& operator[](std::size_t i) const { return fates_[i]; }

 private:
  const std::size_t most_;
  std::unique_ptr<fate[]> fates_;
  std::atomic<std::size_t> taken_{0};
};

// What a closure owns: tells when it is destroyed, once, wherever it was moved.
struct ends {
  void operator()(fate* of) const noexcept { of->ended.fetch_add(1); }
};
using token = std::unique_ptr<fate, ends>;

struct closure {
  token mine;
  book* numbers;
  scheduler* again;   // spawns one more there
  task_group* group;  // in this group, if there is one
  void operator()();
};

template <typename Where>
bool spawn_in(Where& where, closure body) {
  fate& own = *body.mine;
  own.accepted = 1;  // before it, since the task may end at once
  try {
    where.spawn(std::move(body));
  } catch (const scheduler_closed&) {
    own.accepted = 0;
    return body.mine.get() == &own && own.ran == 0;
  }
  return true;
}

void closure::operator()() {
  mine->ran.fetch_add(1);
  if (again == nullptr) return;
  closure more{token(&numbers->next(mine->scheduler)), numbers, nullptr, nullptr};
  if (group != nullptr) spawn_in(*group, std::move(more));
  else spawn_in(*again, std::move(more));
}

struct place {
  std::mutex creation;
  std::mutex ending;
  std::unique_ptr<scheduler> owned;
  std::atomic<scheduler*> made{nullptr};
  std::atomic<bool> ended{false};
};

class player {
 public:
  explicit player(const program& of) : program_(of), book_(2 * of.steps.size() + 1) {}

  std::string failure() {
    {
      const stress::deadline limit("schedulers: " + show(program_));
      std::vector<std::thread> others;
      for (unsigned thread = 1; thread < program_.threads; ++thread)
        others.emplace_back([this, thread] { act(thread); });
      act(0);
      for (std::thread& other : others) other.join();
      for (unsigned which = 0; which < most_schedulers; ++which) end(which);
    }
    for (std::size_t i = 0; i < book_.size(); ++i) judge(book_[i], i);
    return wrong_.empty() ? "" : show(program_) + ": " + wrong_;
  }

 private:
  struct members {
    std::unique_ptr<task_group> group;
    std::vector<const fate*> in_it;
  };
  // One thread's.
  struct actor {
    std::array<members, most_schedulers> groups{};
    std::optional<unsigned> attached_to{};
    std::unique_ptr<scheduler::attachment> attachment{};
  };

  void act(unsigned thread) {
    actor self;
    for (const step& s : program_.steps) {
      if (s.thread % program_.threads == thread) perform(self, s.letter(), s.scheduler % most_schedulers);
    }
    for (unsigned which = 0; which < most_schedulers; ++which) leave_group(self, which);
    self.attachment.reset();
  }

  void perform(actor& self, char letter, unsigned which) {
    if (letter == 'c') return create(which);
    if (letter == 'y') return yield();
    scheduler* const at = places_[which].made;
    if (at == nullptr) return;
    switch (letter) {
      case 's': return expect(spawn_in(*at, fresh(which, nullptr, nullptr)), "a refused closure was moved");
      case 'S': return expect(spawn_in(*at, fresh(which, at, nullptr)), "a refused closure was moved");
      case 'a': return attach(self, *at, which);
      case 'd': return detach(self, which);
      case 'g': return spawn_in_group(self, *at, which, false);
      case 'G': return spawn_in_group(self, *at, which, true);
      case 'w': return wait(self, which);
      default: return shut_down(self, *at, which, letter == 'x' ? shutdown_mode::abandon : shutdown_mode::drain);
    }
  }

  closure fresh(unsigned which, scheduler* again, task_group* group) {
    return {token(&book_.next(which)), &book_, again, group};
  }

  void create(unsigned which) {
    place& at = places_[which];
    const std::lock_guard lock(at.creation);
    if (at.owned != nullptr) return;
    at.owned = std::make_unique<scheduler>(scheduler_options{.workers = program_.workers, .attachable = 2});
    at.made = at.owned.get();
  }

  void attach(actor& self, scheduler& at, unsigned which) {
    try {
      self.attachment.reset(new scheduler::attachment(at.attach()));
      self.attached_to = which;
    } catch (const std::logic_error&) {
      expect(self.attached_to.has_value(), "a thread that was not attached could not be");
    } catch (const scheduler_closed&) {
    } catch (const std::runtime_error&) {
      expect(program_.threads > 2, "no seat was left for two threads");
    }
  }

  // Its groups of that scheduler end first.
  void detach(actor& self, unsigned which) {
    if (self.attached_to != which) return;
    leave_group(self, which);
    self.attachment.reset();
    self.attached_to.reset();
  }

  void spawn_in_group(actor& self, scheduler& at, unsigned which, bool again) {
    members& own = self.groups[which];
    if (own.group == nullptr) own.group = std::make_unique<task_group>(at);
    closure body = fresh(which, again ? &at : nullptr, again ? own.group.get() : nullptr);
    own.in_it.push_back(body.mine.get());
    expect(spawn_in(*own.group, std::move(body)), "a group moved a refused closure");
  }

  void wait(actor& self, unsigned which) {
    members& own = self.groups[which];
    if (own.group == nullptr) return;
    bool cancelled = false;
    try {
      own.group->wait();
    } catch (const tasks_cancelled&) {
      cancelled = true;
    }
    bool unrun = false;
    for (const fate* one : own.in_it) {
      expect(one->ended == 1, "a wait ended before a task of its group");
      unrun |= one->accepted != 0 && one->ran == 0;
    }
    expect(cancelled || !unrun, "a group was not told that a task was cancelled");
    own.in_it.clear();
  }

  void leave_group(actor& self, unsigned which) {
    members& own = self.groups[which];
    own.group.reset();
    for (const fate* one : own.in_it) expect(one->ended == 1, "a group ended before a task of it");
    own.in_it.clear();
  }

  // One thread at a time, by its contract.
  void shut_down(actor& self, scheduler& at, unsigned which, shutdown_mode mode) {
    const std::unique_lock lock(places_[which].ending, std::try_to_lock);
    if (!lock.owns_lock()) return;
    try {
      at.shutdown(mode);
      places_[which].ended = true;
      expect(self.attached_to != which, "a thread that was attached could shut down");
    } catch (const std::logic_error&) {
      expect(program_.threads > 1 || self.attached_to == which || places_[which].ended, "a shutdown was refused");
    }
  }

  void end(unsigned which) {
    scheduler* const at = places_[which].made;
    if (at == nullptr) return;
    const std::uint64_t told = at->shutdown();
    std::uint64_t cancelled = 0;
    for (std::size_t i = 0; i < book_.size(); ++i) {
      cancelled += book_[i].scheduler == which && book_[i].accepted != 0 && book_[i].ran == 0 ? 1 : 0;
    }
    expect(told == cancelled,
           std::to_string(cancelled) + " tasks were cancelled, and " + std::to_string(told) + " told");
    const scheduler_stats sum = at->stats();
    expect(sum.cancelled == told, "the statistics tell another number");
    places_[which].owned.reset();
  }

  void judge(const fate& one, std::size_t number) {
    const std::string name = "task " + std::to_string(number);
    expect(one.ended == 1, name + "'s closure ended " + std::to_string(one.ended) + " times");
    expect(one.ran <= 1, name + " ran twice");
    expect(one.ran == 0 || one.accepted != 0, name + " ran, though it was refused");
  }

  void expect(bool right, const std::string& what) {
    if (right) return;
    const std::lock_guard lock(wrong_lock_);
    if (wrong_.empty()) wrong_ = what;
  }

  const program& program_;
  book book_;
  std::array<place, most_schedulers> places_{};
  std::mutex wrong_lock_;
  std::string wrong_;
};

TEST(scheduler_lifetimes, tasks_of_random_lifetimes_end_once) {
  EXPECT_TRUE(rc::check("random lifetimes", [] {
    program drawn{};
    drawn.threads = *rc::gen::inRange(1U, most_threads + 1);
    drawn.workers = *rc::gen::inRange(1U, 4U);
    drawn.steps = *rc::gen::container<std::vector<step>>(
        rc::gen::build<step>(rc::gen::set(&step::what, rc::gen::inRange(0U, operations)),
                             rc::gen::set(&step::scheduler, rc::gen::inRange(0U, most_schedulers)),
                             rc::gen::set(&step::thread, rc::gen::inRange(0U, most_threads))));
    const std::string found = player(drawn).failure();
    if (!found.empty()) RC_FAIL("smallest failing program: " + found);
  }));
}

}  // namespace
}  // namespace wyn::properties
