// Tasks in one element of the inbox.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <vector>

#include "property_tests/main.hpp"
#include "wyn/runtime/inbox.hpp"

namespace wyn::properties {

const char* const cases_by_default = "500";

namespace {

using runtime::group_core;
using runtime::task;

class queued : public task {
 public:
  explicit queued(group_core* group) : task(spawned, group) {}
  explicit queued(const runtime::strand& made_by) : task(forked, made_by) {}

 private:
  static constexpr runtime::task_kind spawned{nullptr, [](task&, runtime::worker&) noexcept {}};
  static constexpr runtime::task_kind forked{nullptr, nullptr};
};

// Of one group or of none, and enough of them.
TEST(scheduler_bundles, hold_tasks_of_one_group) {
  EXPECT_TRUE(rc::check("bundles", [] {
    const runtime::strand bottom{nullptr, nullptr};
    alignas(64) char group[64];  // only its address is looked at
    queued fork(bottom);
    queued grouped[] = {queued(nullptr), queued(reinterpret_cast<group_core*>(group))};
    const auto kinds = *rc::gen::container<std::vector<unsigned>>(
        *rc::gen::inRange<std::size_t>(1, runtime::bundle::most + 1),
        rc::gen::weightedElement<unsigned>({{300, *rc::gen::inRange(0U, 2U)}, {1, 0}, {1, 2}}));
    std::vector<task*> tasks;
    for (const unsigned kind : kinds) tasks.push_back(kind == 2 ? &fork : &grouped[kind]);
    const bool alike =
        std::all_of(kinds.begin(), kinds.end(), [&](unsigned kind) { return kind == kinds.front() && kind != 2; });
    runtime::bundle* const made = runtime::bundle::make_of(tasks);
    RC_ASSERT((made != nullptr) == (alike && 2 * tasks.size() >= runtime::bundle::most));
    if (made == nullptr) return;
    RC_ASSERT(std::equal(tasks.begin(), tasks.end(), made->tasks().begin(), made->tasks().end()));
    const runtime::marked_task value = runtime::marked(*made);
    RC_ASSERT(runtime::is_bundle(value) && &runtime::bundle_of(value) == made);
    RC_ASSERT(&runtime::foremost(value) == tasks.front());
    RC_ASSERT((value >> runtime::mark_shift) == runtime::mark_of(tasks.front()->family()));
    made->release();
  }));
}

}  // namespace
}  // namespace wyn::properties
