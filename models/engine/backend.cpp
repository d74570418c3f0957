// The model world: the seam's atomics, fences, waits and interrupts on top of Relacy.
#include "models/engine/relacy.hpp"

#include "models/engine/backend.hpp"
#include "models/engine/execution.hpp"
#include "models/engine/recorder.hpp"
#include "wyn/sync/worlds/model.hpp"

namespace wyn::sync::model {

using models::event;
using models::recorder;

namespace {

unsigned next_stamp = 0;

struct word_state {
  rl::atomic_data* data;
  std::uint64_t life = alive;
  std::uint64_t values[rl::atomic_history_size]{};
  unsigned stamps[rl::atomic_history_size]{};
  unsigned latest = 0;  // index of the newest store
  unsigned object = next_object_number();
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

// What the engine keeps of each thread beside Relacy's own records.
struct thread_record {
  void (*handler)(void*) = nullptr;       // of interrupts
  void* context = nullptr;                // the handler's argument
  const word_state* asleep_on = nullptr;  // where it waits
  bool interrupted = false;               // and its handler has not begun
  bool handling = false;                  // interrupts do not nest
  bool woke_early = false;                // a tree search lets that happen once
};
thread_record threads[thread_limit];
unsigned threads_of_the_model = 1;

// Runs the calling thread's handler if it is interrupted: at a random step, or for certain when it gives way.
void take_interrupt(rl::context& context, bool for_certain) noexcept {
  thread_record& self = threads[thread_index()];
  if (!self.interrupted || self.handling || self.handler == nullptr) return;
  if (!for_certain && context.rand(2, rl::sched_type_user) != 0) return;
  self.interrupted = false;
  self.handling = true;
  self.handler(self.context);
  self.handling = false;
}

// Every step starts here: other threads may run first.
rl::context& step(site_record& at) noexcept {
  rl::context& context = rl::ctx();
  at.visits.store(at.visits.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  context.sched();
  take_interrupt(context, false);
  return context;
}

rl::thread_info_base* info_of(rl::thread_info_base* known, unsigned wanted) noexcept {
  // Relacy keeps them in an array, which only the type with the number of threads tells the size of.
  const auto at = [&](auto* first_type) {
    using element = std::remove_pointer_t<decltype(first_type)>;
    auto* const base = reinterpret_cast<std::byte*>(static_cast<rl::thread_info_base*>(known));
    const auto away = static_cast<std::ptrdiff_t>(wanted) - static_cast<std::ptrdiff_t>(known->index_);
    return reinterpret_cast<rl::thread_info_base*>(base + away * static_cast<std::ptrdiff_t>(sizeof(element)));
  };
  switch (threads_of_the_model) {
    case 1: return at(static_cast<rl::aligned<rl::thread_info<1>>*>(nullptr));
    case 2: return at(static_cast<rl::aligned<rl::thread_info<2>>*>(nullptr));
    case 3: return at(static_cast<rl::aligned<rl::thread_info<3>>*>(nullptr));
    default: return at(static_cast<rl::aligned<rl::thread_info<4>>*>(nullptr));
  }
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
  restart_object_numbers();
  next_stamp = 0;
  std::fill(std::begin(threads), std::end(threads), thread_record{});
}

void thread_begins(unsigned count) noexcept {
  threads_of_the_model = count;
}

void thread_ends() noexcept {
  take_interrupt(rl::ctx(), true);
  threads[thread_index()].handler = nullptr;
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

std::uint64_t word::fetch_add(std::uint64_t value, std::size_t size, site_record& at) noexcept {
  const std::uint64_t mask = ~std::uint64_t{0} >> (8 * (sizeof value - size));
  return modify(state_of(storage_), at, [=](std::uint64_t before) { return (before + value) & mask; });
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

void word::wait(std::uint64_t expected, site_record& at) const noexcept {
  rl::context& context = step(at);
  auto& self = state_of(storage_);
  self.expect_alive();
  // The kernel compares under the lock that a wake takes, so with the newest value, and the thread has seen that one.
  load_newest_at(*context.threadx_, self.data, order::relaxed);
  self.report(event::kind::load, &at, self.values[self.latest], 0, self.stamps[self.latest]);
  if (self.values[self.latest] != expected || at.omitted) return;
  const unsigned sleeper = thread_index();
  threads[sleeper].asleep_on = &self;
  const bool may_wake_early = context.is_random_sched() || !std::exchange(threads[sleeper].woke_early, true);
  context.park_current_thread(false, may_wake_early, false, RL_INFO);
  threads[sleeper].asleep_on = nullptr;
}

bool word::wait_until(std::uint64_t expected, site_record& at) const noexcept {
  rl::context& context = step(at);
  auto& self = state_of(storage_);
  self.expect_alive();
  load_newest_at(*context.threadx_, self.data, order::relaxed);
  self.report(event::kind::load, &at, self.values[self.latest], 0, self.stamps[self.latest]);
  if (self.values[self.latest] != expected || at.omitted) return true;
  const unsigned sleeper = thread_index();
  threads[sleeper].asleep_on = &self;
  const rl::unpark_reason why = context.park_current_thread(true, false, false, RL_INFO);
  threads[sleeper].asleep_on = nullptr;
  return why != rl::unpark_reason_timeout;
}

void word::wake_one(site_record& at) noexcept {
  rl::context& context = step(at);
  const auto* const here = std::launder(reinterpret_cast<const word_state*>(storage_));
  if (recorder::recording()) {
    recorder::add({at.omitted ? event::kind::left_out : event::kind::note, thread_index(), &at, 0, 0, 0, 0, 0, "wake"});
  }
  if (at.omitted) return;
  unsigned sleepers[thread_limit];
  unsigned count = 0;
  for (unsigned i = 0; i < thread_limit; ++i) {
    if (threads[i].asleep_on == here) sleepers[count++] = i;
  }
  if (count == 0) return;
  const unsigned woken = sleepers[count == 1 ? 0 : context.rand(count, rl::sched_type_user)];
  threads[woken].asleep_on = nullptr;
  context.unpark_thread(static_cast<rl::thread_id_t>(woken), false, RL_INFO);
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

void light_fence(site_record& at) noexcept {
  step(at);
  if (recorder::recording()) recorder::add({event::kind::fence, thread_index(), &at, 0, 0, 0, 0, 0, {}});
}

void heavy_fence(site_record& at) noexcept {
  rl::context& context = step(at);
  if (recorder::recording()) recorder::add({event::kind::fence, thread_index(), &at, 0, 0, 0, 0, 0, {}});
  if (at.effective == order::relaxed) return;
  rl::thread_info_base* const self = context.threadx_;
  context.disable_preemption();
  context.atomic_thread_fence_seq_cst();
  for (unsigned other = 0; other < threads_of_the_model; ++other) {
    if (other == static_cast<unsigned>(self->index_)) continue;
    context.threadx_ = info_of(self, other);
    context.atomic_thread_fence_seq_cst();
  }
  context.threadx_ = self;
  context.atomic_thread_fence_seq_cst();
  context.enable_preemption();
}

void interrupt(unsigned thread) noexcept {
  threads[thread].interrupted = true;
}

void set_interrupt_handler(void (*handler)(void*), void* argument) noexcept {
  thread_record& self = threads[thread_index()];
  self.handler = handler;
  self.context = argument;
  self.interrupted = false;
}

void yield() noexcept {
  take_interrupt(rl::ctx(), true);
  rl::ctx().yield(1, RL_INFO);
}

unsigned thread_index() noexcept {
  return static_cast<unsigned>(rl::ctx().threadx_->index_);
}

std::int64_t steps_taken() noexcept {
  return static_cast<std::int64_t>(rl::ctx().threadx_->own_acq_rel_order_);
}

}  // namespace wyn::sync::model
