// The model world: the seam's plain cells, allocations and ghosts on top of Relacy.
#include "models/engine/relacy.hpp"

#include "models/engine/execution.hpp"
#include "models/engine/recorder.hpp"
#include "wyn/sync/ghost.hpp"
#include "wyn/sync/worlds/model.hpp"

namespace wyn::sync::model {

using models::event;
using models::recorder;

namespace {
unsigned next_object = 0;
}  // namespace

unsigned next_object_number() noexcept {
  return next_object++;
}

void restart_object_numbers() noexcept {
  next_object = 0;
}

void fail_execution(const char* message, rl::test_result_e result) noexcept {
  recorder::remember_failure(message);
  rl::ctx().fail_test(message, result, RL_INFO);
  __builtin_unreachable();
}

namespace {

struct plain_state {
  rl::var_data* data = rl::ctx().var_ctor();
  std::uint64_t life = alive;
  std::uint64_t value = 0;
  unsigned object = next_object_number();
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
  // An access that is not ordered before the end may as well come after it.
  plain_state::expect(!self.initialised || self.data->store(*rl::ctx().threadx_),
                      "data race: plain memory ends before an access that is not ordered before its end",
                      rl::test_result_data_race);
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
