// Operations of one thread on a pool and an outbox give the records that the reference gives.
//
// A letter per operation:
//   a allocate   n allocate, with the next slab's allocation failing   r release the youngest record in use
//   o release the oldest   x return the oldest, as another thread would   p put the oldest into the outbox   f flush it
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <deque>
#include <map>
#include <new>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "property_tests/deque/faults.hpp"
#include "property_tests/main.hpp"
#include "wyn/lockfree/task_outbox.hpp"
#include "wyn/lockfree/task_pool.hpp"

namespace wyn::properties {

const char* const cases_by_default = "5000";

namespace {

constexpr std::size_t none = ~std::size_t{0};
constexpr std::size_t outbox_bound = 3;
constexpr std::size_t record_size = 128;

// Where a record lies.
constexpr std::size_t header = sizeof(task_block<task_pool, sync::record_block>);
constexpr std::size_t block_records = (sync::record_block - header) / record_size;
constexpr std::size_t page_bytes = 64 * 64;

/// What a pool is by its specification: records are numbers, in the order in which they are first handed out.
class reference_pool {
 public:
  explicit reference_pool(std::size_t slab_records) : slab_records_(slab_records) {}

  std::size_t allocate(bool may_grow) {
    if (open_.empty() && !waiting_.empty()) open_first();
    if (!open_.empty()) return taken();
    if (chain_.empty() && fresh_ == 0) chain_.swap(returned_);
    if (!chain_.empty()) return youngest_of_chain();
    if (fresh_ == 0 && !may_grow) return none;
    if (fresh_ == 0) grow();
    --fresh_;
    return made_++;
  }

  void release(std::size_t record) {
    const std::size_t in_slab = record % slab_records_;
    const auto block = std::make_pair(record / slab_records_, in_slab / block_records);
    const std::size_t page = (header + in_slab % block_records * record_size) / page_bytes;
    if (free_[block].empty()) waiting_.push_back(block);
    free_[block][page].insert(record);
  }
  void return_one(std::size_t record) { returned_.push_back(record); }
  void put(std::size_t record) {
    boxed_.push_back(record);
    if (boxed_.size() == outbox_bound) flush();
  }
  void flush() {
    returned_.insert(returned_.end(), boxed_.begin(), boxed_.end());
    boxed_.clear();
  }
  [[nodiscard]] std::size_t boxed() const { return boxed_.size(); }
  [[nodiscard]] std::size_t capacity() const { return slabs_ * slab_records_; }

 private:
  // The first page of the block that has waited longest.
  void open_first() {
    pages& from = free_[waiting_.front()];
    open_ = std::move(from.extract(from.begin()).mapped());
    if (from.empty()) waiting_.pop_front();
  }
  std::size_t taken() { return open_.extract(open_.begin()).value(); }
  std::size_t youngest_of_chain() {
    const std::size_t youngest = chain_.back();
    chain_.pop_back();
    return youngest;
  }
  void grow() {
    ++slabs_;
    fresh_ += slab_records_;
  }

  using block_number = std::pair<std::size_t, std::size_t>;    // a slab, and a block of it
  using pages = std::map<std::size_t, std::set<std::size_t>>;  // free records
  const std::size_t slab_records_;
  std::set<std::size_t> open_;  // what is left of the page that records are taken from
  std::map<block_number, pages> free_;
  std::deque<block_number> waiting_;                   // those with free records
  std::vector<std::size_t> chain_, returned_, boxed_;  // the youngest last
  std::size_t fresh_ = 0, made_ = 0, slabs_ = 0;
};

class player {
 public:
  explicit player(std::size_t slab_records) : pool_({record_size, slab_records}), expected_(slab_records) {}

  std::string first_difference(const std::string& operations) {
    for (const char operation : operations) {
      play(operation);
      if (difference_.empty()) compare();
      if (!difference_.empty()) return std::string("at ") + operation + ": " + difference_;
    }
    return "";
  }

  ~player() {
    outbox_.flush();
    for (const std::size_t record : in_use_) pool_.release(records_[record]);
  }
  player(const player&) = delete;
  player& operator=(const player&) = delete;

 private:
  void play(char operation) {
    if (operation == 'a') return allocate(true);
    if (operation == 'n') return allocate(false);
    if (operation == 'f') {
      outbox_.flush();
      return expected_.flush();
    }
    if (in_use_.empty()) return;
    const std::size_t record = operation == 'r' ? in_use_.back() : in_use_.front();
    in_use_.erase(std::find(in_use_.begin(), in_use_.end(), record));
    if (operation == 'x') {
      pool_.return_record(records_[record]);
      expected_.return_one(record);
    } else if (operation == 'p') {
      outbox_.put(records_[record]);
      expected_.put(record);
    } else {
      pool_.release(records_[record]);
      expected_.release(record);
    }
  }

  void allocate(bool may_grow) {
    void* const found = allocate_really(may_grow);
    const std::size_t wanted = expected_.allocate(may_grow || !faults_are_available);
    if ((found == nullptr) != (wanted == none)) return differ(found == nullptr ? "no memory" : "memory from nowhere");
    if (found == nullptr) return;
    if (reinterpret_cast<std::uintptr_t>(found) % 64 != 0) differ("a record is not aligned");
    if (&task_pool::home_of(found) != &pool_) differ("a record does not name its home");
    if (wanted == records_.size()) add(found);
    if (records_[wanted] != found) differ("another record than number " + std::to_string(wanted));
    in_use_.push_back(wanted);
    // All of it is the caller's.
    std::fill_n(static_cast<unsigned char*>(found), record_size, static_cast<unsigned char>(wanted));
  }

  void* allocate_really(bool may_grow) {
    try {
      if (may_grow) return pool_.allocate();
      const failing_allocation failing{0};
      return pool_.allocate();
    } catch (const std::bad_alloc&) {
      return nullptr;
    }
  }

  void add(void* found) {
    for (void* const known : records_) {
      const auto apart = static_cast<std::byte*>(found) - static_cast<std::byte*>(known);
      if (static_cast<std::size_t>(std::abs(apart)) < record_size) differ("records overlap");
    }
    records_.push_back(found);
  }

  void compare() {
    if (pool_.capacity() != expected_.capacity()) differ("the pool has grown by another measure");
    if (outbox_.size() != expected_.boxed()) differ("the outbox holds another number of records");
    const bool whole = in_use_.empty() && expected_.boxed() == 0;
    if (pool_.is_whole() != whole)
      differ(whole ? "the pool misses a record" : "the pool is whole though a record is out");
    for (const std::size_t record : in_use_) {
      const auto* const bytes = static_cast<const unsigned char*>(records_[record]);
      const bool alike =
          std::all_of(bytes, bytes + record_size, [&](auto b) { return b == static_cast<unsigned char>(record); });
      if (!alike) differ("somebody wrote into record " + std::to_string(record));
    }
  }

  void differ(const std::string& what) {
    if (difference_.empty()) difference_ = what;
  }

  task_pool pool_;
  basic_task_outbox<task_pool> outbox_{outbox_bound};
  reference_pool expected_;
  std::vector<void*> records_;       // by number
  std::vector<std::size_t> in_use_;  // the youngest last
  std::string difference_;
};

std::string difference_from_reference(const std::string& operations, std::size_t slab_records) {
  const std::uint64_t held_before = bytes_held();
  std::string difference = player(slab_records).first_difference(operations);
  if (difference.empty() && bytes_held() != held_before) difference = "the pool did not give back all memory";
  return difference;
}

}  // namespace

TEST(task_pool_sequential, records_come_as_in_the_reference) {
  EXPECT_TRUE(rc::check("task_pool: sequences", [] {
    const auto operations = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("aaaaaaaanrroxxpppf")));
    const auto slab_records = *rc::gen::inRange<std::size_t>(1, 6);
    const std::string difference = difference_from_reference(operations, slab_records);
    if (!difference.empty()) RC_FAIL(operations + ": " + difference);
  }));
}

// A slab of several blocks, of several pages, is as good as one.
TEST(task_pool_sequential, records_of_many_blocks_are_apart) {
  EXPECT_EQ(difference_from_reference(std::string(1100, 'a') + std::string(1100, 'p') + std::string(1100, 'a'), 1050),
            "");
  EXPECT_EQ(difference_from_reference(std::string(1100, 'a') + std::string(1100, 'o') + std::string(1100, 'a'), 1050),
            "");
}

TEST(task_pool_sequential, free_records_come_in_the_order_of_pages) {
  EXPECT_TRUE(rc::check("task_pool: pages", [] {
    const auto order = *rc::gen::container<std::string>(72, rc::gen::elementOf(std::string("rroop")));
    const auto then = *rc::gen::container<std::string>(40, rc::gen::elementOf(std::string("aaarro")));
    const std::string difference = difference_from_reference(std::string(72, 'a') + order + then, 70);
    if (!difference.empty()) RC_FAIL(order + then + ": " + difference);
  }));
}

TEST(task_pool_options, that_are_wrong_are_refused) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{63}, std::size_t{96}, std::size_t{1} << 20}) {
    EXPECT_THROW(task_pool({size, 8}), std::invalid_argument) << size;
  }
  EXPECT_THROW(task_pool({64, 0}), std::invalid_argument);
  EXPECT_NO_THROW(task_pool({std::size_t{32} * 1024, 1}));
}

}  // namespace wyn::properties
