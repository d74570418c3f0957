// The model world: the seam's atomics, plain cells, fences and memory on top of Relacy.
#include "models/engine/relacy.hpp"

#include "models/engine/backend.hpp"
#include "models/engine/recorder.hpp"
#include "wyn/sync/ghost.hpp"
#include "wyn/sync/worlds/model.hpp"

namespace wyn::sync::model {

using models::event;
using models::recorder;

namespace {

constexpr std::uint64_t alive = 0x616c697665a11ce5U;

unsigned next_object = 0;
unsigned next_stamp = 0;

[[noreturn]] void fail_execution(const char* message, rl::test_result_e result) noexcept {
  recorder::remember_failure(message);
  rl::ctx().fail_test(message, result, RL_INFO);
  __builtin_unreachable();
}

struct word_state {
  rl::atomic_data* data;
  std::uint64_t life = alive;
  std::uint64_t values[rl::atomic_history_size]{};
  unsigned stamps[rl::atomic_history_size]{};
  unsigned latest = 0;  // index of the newest store
  unsigned object = next_object++;
  bool initialised = false;
  bool failed_spuriously = false;

  word_state() noexcept : data(rl::ctx().atomic_ctor(this)) {}
  ~word_state() {
    expect_alive();
    life = 0;
    rl::ctx().atomic_dtor(data);
  }

  void expect_alive() const noexcept {
    if (life != alive) fail_execution("an atomic is used after its end", rl::test_result_access_to_freed_memory);
  }
  static void expect_initialised(bool known) noexcept {
    if (!known) fail_execution("an atomic is read before its first store", rl::test_result_unitialized_access);
  }
  void put(unsigned index, std::uint64_t value) noexcept {
    latest = index;
    values[index] = value;
    stamps[index] = ++next_stamp;
    initialised = true;
  }
  void report(event::kind what, const site_record* at, std::uint64_t value, std::uint64_t desired,
              unsigned stamp) const noexcept {
    if (!recorder::recording()) return;
    recorder::add({what, thread_index(), at, object, value, desired, stamp, stamps[latest], {}});
  }
};

word_state& state_of(std::byte* storage) noexcept {
  static_assert(sizeof(word_state) <= 128);
  return *std::launder(reinterpret_cast<word_state*>(storage));
}

unsigned load_at(rl::thread_info_base& self, rl::atomic_data* data, order o) noexcept {
  switch (o) {
    case order::relaxed: return self.atomic_load_relaxed(data);
    case order::acquire: return self.atomic_load_acquire(data);
    default: return self.atomic_load_seq_cst(data);
  }
}

unsigned load_newest_at(rl::thread_info_base& self, rl::atomic_data* data, order o) noexcept {
  switch (o) {
    case order::relaxed: return self.atomic_load_relaxed_rmw(data);
    case order::acquire: return self.atomic_load_acquire_rmw(data);
    default: return self.atomic_load_seq_cst_rmw(data);
  }
}

unsigned store_at(rl::thread_info_base& self, rl::atomic_data* data, order o) noexcept {
  switch (o) {
    case order::relaxed: return self.atomic_store_relaxed(data);
    case order::release: return self.atomic_store_release(data);
    default: return self.atomic_store_seq_cst(data);
  }
}

unsigned rmw_at(rl::thread_info_base& self, rl::atomic_data* data, order o) noexcept {
  bool aba = false;
  switch (o) {
    case order::relaxed: return self.atomic_rmw_relaxed(data, aba);
    case order::acquire: return self.atomic_rmw_acquire(data, aba);
    case order::release: return self.atomic_rmw_release(data, aba);
    case order::acq_rel: return self.atomic_rmw_acq_rel(data, aba);
    default: return self.atomic_rmw_seq_cst(data, aba);
  }
}

// Every step starts here: other threads may run first.
rl::context& step(site_record& at) noexcept {
  rl::context& context = rl::ctx();
  at.visits.store(at.visits.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  context.sched();
  return context;
}

bool fails_spuriously(rl::context& context, word_state& self) noexcept {
  if (context.is_random_sched()) return context.rand(4, rl::sched_type_cas_fail) == 0;
  if (self.failed_spuriously) return false;
  return self.failed_spuriously = context.rand(2, rl::sched_type_cas_fail) == 0;
}

template <typename Compute>
std::uint64_t modify(word_state& self, site_record& at, Compute compute) noexcept {
  rl::context& context = step(at);
  self.expect_alive();
  word_state::expect_initialised(self.initialised);
  const std::uint64_t before = self.values[self.latest];
  if (at.omitted) {
    load_newest_at(*context.threadx_, self.data, order::relaxed);
    self.report(event::kind::left_out, &at, before, before, self.stamps[self.latest]);
    return before;
  }
  self.put(rmw_at(*context.threadx_, self.data, at.effective), compute(before));
  self.report(event::kind::rmw, &at, before, self.values[self.latest], self.stamps[self.latest]);
  return before;
}

}  // namespace

void restart_numbering() noexcept {
  next_object = 0;
  next_stamp = 0;
}

word::word() noexcept {
  ::new (storage_) word_state;
}

word::word(std::uint64_t initial) noexcept {
  auto& self = *::new (storage_) word_state;
  self.put(rl::ctx().threadx_->atomic_store_relaxed(self.data), initial);
}

word::~word() {
  state_of(storage_).~word_state();
}

std::uint64_t word::load(site_record& at) const noexcept {
  rl::context& context = rl::ctx();
  auto& self = state_of(storage_);
  if (context.invariant_executing) return self.values[self.latest];
  step(at);
  self.expect_alive();
  const unsigned index = load_at(*context.threadx_, self.data, at.effective);
  word_state::expect_initialised(index != static_cast<unsigned>(-1));
  self.report(event::kind::load, &at, self.values[index], 0, self.stamps[index]);
  return self.values[index];
}

void word::store(std::uint64_t value, site_record& at) noexcept {
  rl::context& context = step(at);
  auto& self = state_of(storage_);
  self.expect_alive();
  if (at.omitted) return self.report(event::kind::left_out, &at, value, 0, 0);
  self.put(store_at(*context.threadx_, self.data, at.effective), value);
  self.report(event::kind::store, &at, value, 0, self.stamps[self.latest]);
}

std::uint64_t word::exchange(std::uint64_t value, site_record& at) noexcept {
  return modify(state_of(storage_), at, [value](std::uint64_t) { return value; });
}

std::uint64_t word::fetch_add(std::uint64_t value, site_record& at) noexcept {
  return modify(state_of(storage_), at, [value](std::uint64_t before) { return before + value; });
}

bool word::compare_exchange(std::uint64_t& expected, std::uint64_t desired, site_record& at, site_record& failure_at,
                            bool may_fail_spuriously) noexcept {
  rl::context& context = step(at);
  auto& self = state_of(storage_);
  self.expect_alive();
  word_state::expect_initialised(self.initialised);
  const std::uint64_t found = self.values[self.latest];
  if (found == expected && !at.omitted && !(may_fail_spuriously && fails_spuriously(context, self))) {
    self.put(rmw_at(*context.threadx_, self.data, at.effective), desired);
    self.report(event::kind::cas_won, &at, found, desired, self.stamps[self.latest]);
    return true;
  }
  load_newest_at(*context.threadx_, self.data, failure_at.effective);
  self.report(at.omitted ? event::kind::left_out : event::kind::cas_lost, &failure_at, found, desired,
              self.stamps[self.latest]);
  failure_at.visits.store(failure_at.visits.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  expected = found;
  return false;
}

namespace {

struct plain_state {
  rl::var_data* data = rl::ctx().var_ctor();
  std::uint64_t life = alive;
  std::uint64_t value = 0;
  unsigned object = next_object++;
  bool initialised = false;

  static void expect(bool condition, const char* message, rl::test_result_e result) noexcept {
    if (!condition) fail_execution(message, result);
  }
  void report(event::kind what) const noexcept {
    if (recorder::recording()) recorder::add({what, thread_index(), nullptr, object, value, 0, 0, 0, {}});
  }
};

plain_state& plain_of(std::byte* storage) noexcept {
  static_assert(sizeof(plain_state) <= 48);
  return *std::launder(reinterpret_cast<plain_state*>(storage));
}

}  // namespace

plain_word::plain_word() noexcept {
  ::new (storage_) plain_state;
}

plain_word::plain_word(std::uint64_t initial) noexcept {
  ::new (storage_) plain_state;
  set(initial);
}

plain_word::~plain_word() {
  auto& self = plain_of(storage_);
  plain_state::expect(self.life == alive, "plain memory is destroyed twice", rl::test_result_access_to_freed_memory);
  self.life = 0;
  rl::ctx().var_dtor(self.data);
}

std::uint64_t plain_word::get() const noexcept {
  auto& self = plain_of(storage_);
  rl::context& context = rl::ctx();
  if (context.invariant_executing) return self.value;
  plain_state::expect(self.life == alive, "plain memory is read after its end", rl::test_result_access_to_freed_memory);
  plain_state::expect(self.initialised, "plain memory is read before it is written",
                      rl::test_result_unitialized_access);
  self.report(event::kind::plain_read);
  plain_state::expect(self.data->load(*context.threadx_), "data race: a plain read is not ordered after a write",
                      rl::test_result_data_race);
  return self.value;
}

void plain_word::set(std::uint64_t value) noexcept {
  auto& self = plain_of(storage_);
  rl::context& context = rl::ctx();
  plain_state::expect(self.life == alive, "plain memory is written after its end",
                      rl::test_result_access_to_freed_memory);
  self.value = value;
  self.report(event::kind::plain_write);
  if (self.initialised) {
    plain_state::expect(self.data->store(*context.threadx_),
                        "data race: a plain write is not ordered after other accesses", rl::test_result_data_race);
  } else {
    self.data->init(*context.threadx_);
  }
  self.initialised = true;
}

void fence(site_record& at) noexcept {
  rl::context& context = step(at);
  if (recorder::recording()) recorder::add({event::kind::fence, thread_index(), &at, 0, 0, 0, 0, 0, {}});
  switch (at.effective) {
    case order::relaxed: return;
    case order::acquire: return context.atomic_thread_fence_acquire();
    case order::release: return context.atomic_thread_fence_release();
    case order::acq_rel: return context.atomic_thread_fence_acq_rel();
    case order::seq_cst: return context.atomic_thread_fence_seq_cst();
  }
}

unsigned thread_index() noexcept {
  return static_cast<unsigned>(rl::ctx().threadx_->index_);
}

std::int64_t steps_taken() noexcept {
  return static_cast<std::int64_t>(rl::ctx().threadx_->own_acq_rel_order_);
}

void* allocate(std::size_t size) {
  return rl::ctx().alloc(size, false, RL_INFO);
}

void deallocate(void* memory) noexcept {
  rl::ctx().free(memory, false, RL_INFO);
}

void fail(const char* message) noexcept {
  fail_execution(message, rl::test_result_user_assert_failed);
}

void slot_reading(slot_ghost& slot) noexcept {
  rl::thread_info_base& self = *rl::ctx().threadx_;
  slot.history.read_at[thread_index()] = ++self.own_acq_rel_order_;
}

void slot_claimed(slot_ghost& slot) noexcept {
  slot.history.winner = thread_index();
}

void slot_overwriting(slot_ghost& slot) noexcept {
  const unsigned winner = std::exchange(slot.history.winner, thread_limit);
  if (winner == thread_limit) return;
  if (rl::ctx().threadx_->acq_rel_order_[winner] < slot.history.read_at[winner]) {
    fail_execution("a slot is overwritten before its claimer's read of it", rl::test_result_data_race);
  }
}

}  // namespace wyn::sync::model
