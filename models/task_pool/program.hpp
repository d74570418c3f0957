// program: a task_pool claim written as a shape, such as "a1a1:aaa|pp".
//
// Thread i owns pool i. Before the colon, on behalf of the owners before the threads start:
//   a allocate from pool 0   b from pool 1   0 1 2 the record allocated last is in flight to that thread
//   o the thread that it is in flight to last runs it and returns it: a return that every thread sees
// After it one word per thread:
//   a allocate from its own pool   r run its youngest and release it
//   w ask whether its own pool, the only one in use, is whole
//   x run the oldest in flight to it and return it   p the same into its outbox, whose bound is 2   f flush the outbox
// Every shape asserts, in every execution:
//   never in flight   a record that is handed out is in no use, and its last user is done with it (lives)
//   own first         an allocate gets a record that the owner released, if one is left
//   progress          a pool grows only if all its records are in use
//   whole             a pool that says so has no record out
//   conservation      at the end the pools hand out as many records as they have, each once, without growing
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "models/engine/engine.hpp"
#include "models/task_pool/lives.hpp"
#include "wyn/lockfree/task_outbox.hpp"
#include "wyn/lockfree/task_pool.hpp"
#include "wyn/sync/memory.hpp"

namespace wyn::models {

// The records of a block are in one page.
using small_pool = basic_task_pool<1024>;

struct pool_shape {
  std::string text;
  std::size_t slab_records = 1;
  bool exhaustible = false;
};

/// A shape taken apart, once, before the executions.
struct parsed_pool_shape {
  explicit parsed_pool_shape(const pool_shape& written) : slab_records(written.slab_records), words(1) {
    for (const char c : written.text) {
      if (c == '|' || c == ':') words.emplace_back();
      else words.back() += c;
    }
  }

  std::size_t slab_records;
  std::vector<std::string> words;  // before the threads start, then one per thread
};

class pool_program : public claim {
 public:
  explicit pool_program(const parsed_pool_shape& played) : played_(played) {
    for (side& one : sides_) one.pool = std::make_unique<small_pool>(task_pool_options{64, played.slab_records});
  }

  void before() override {
    for (const char operation : played_.words[0]) prepare(operation);
    for (side& one : sides_) one.pool->hand_over();
  }

  void thread(unsigned index) override {
    side& mine = sides_[index];
    outbox box(2);
    for (const char operation : played_.words[index + 1]) play(mine, operation, box);
    box.flush();
    settle(mine, box);
  }

  void after() override {
    for (side& one : sides_) one.pool->hand_over();
    for (side& one : sides_) {
      while (!one.in_flight.empty()) return_one(one);
    }
    for (side& one : sides_) {
      while (!one.held.empty()) release(one);
      expect_all_are_there(one);
    }
  }

 private:
  using outbox = basic_task_outbox<small_pool>;

  struct side {
    std::unique_ptr<small_pool> pool;
    std::vector<lives::task*> held;       // allocated by the owner, the youngest last
    std::vector<lives::task*> in_flight;  // to this thread, the oldest first
    std::vector<small_pool*> boxed;       // homes of what this thread's outbox holds
    std::vector<void*> released;          // by the owner, and not allocated since
    // Records that are certainly back. What really happened, kept where it orders nothing.
    std::size_t idle = 0;
  };

  void prepare(char operation) {
    if (operation == 'a') return allocate(sides_[0]);
    if (operation == 'b') return allocate(sides_[1]);
    if (operation == 'o') return return_one(sides_[flown_to_]);
    flown_to_ = static_cast<unsigned>(operation - '0');
    side& from = sides_[sides_[1].held.empty() ? 0 : 1];
    sides_[flown_to_].in_flight.push_back(from.held.back());
    from.held.pop_back();
  }

  void play(side& mine, char operation, outbox& box) {
    switch (operation) {
      case 'a': return allocate(mine);
      case 'r': return release(mine);
      case 'x': return return_one(mine);
      case 'p': return put(mine, box);
      case 'f': box.flush(); return settle(mine, box);
      case 'w': return ask_whether_whole(mine);
      default: expect(false, "a shape has a letter that means nothing");
    }
  }

  void allocate(side& mine) {
    const std::size_t idle_before = mine.idle;
    const std::size_t capacity_before = mine.pool->capacity();
    void* const record = mine.pool->allocate();
    expect(&small_pool::home_of(record) == mine.pool.get(), "a record does not name its pool");
    const auto reused = std::find(mine.released.begin(), mine.released.end(), record);
    expect(mine.released.empty() || reused != mine.released.end(), "another record than those that the owner released");
    if (reused != mine.released.end()) mine.released.erase(reused);
    const std::size_t grown_by = mine.pool->capacity() - capacity_before;
    expect(grown_by == 0 || idle_before == 0, "a pool grows though a record of it is back");
    expect(grown_by == 0 || grown_by == played_.slab_records, "a pool grows by more than a slab");
    mine.idle += grown_by - 1;
    mine.held.push_back(lives_.begin(record));
  }

  void release(side& mine) {
    lives::task* const youngest = mine.held.back();
    mine.held.pop_back();
    mine.released.push_back(lives_.end(youngest));
    mine.pool->release(mine.released.back());
    ++mine.idle;
  }

  void ask_whether_whole(const side& mine) {
    if (!mine.pool->is_whole()) return;
    expect(mine.held.empty(), "a pool is whole though its owner has a record");
    for (const side& one : sides_) {
      expect(one.in_flight.empty() && one.boxed.empty(), "a pool is whole though a record is out");
    }
  }

  static lives::task* take_oldest(side& mine) {
    lives::task* const oldest = mine.in_flight.front();
    mine.in_flight.erase(mine.in_flight.begin());
    return oldest;
  }

  void return_one(side& mine) {
    void* const record = lives_.end(take_oldest(mine));
    small_pool& home = small_pool::home_of(record);
    home.return_record(record);
    ++side_of(home).idle;
  }

  void put(side& mine, outbox& box) {
    void* const record = lives_.end(take_oldest(mine));
    mine.boxed.push_back(&small_pool::home_of(record));
    box.put(record);
    settle(mine, box);
  }

  // What the outbox no longer holds is back.
  void settle(side& mine, const outbox& box) {
    expect(box.size() < 2, "an outbox holds as much as its bound");
    while (mine.boxed.size() > box.size()) {
      ++side_of(*mine.boxed.front()).idle;
      mine.boxed.erase(mine.boxed.begin());
    }
  }

  side& side_of(const small_pool& pool) {
    return *std::find_if(std::begin(sides_), std::end(sides_), [&](const side& s) { return s.pool.get() == &pool; });
  }

  void expect_all_are_there(side& one) {
    const std::size_t capacity = one.pool->capacity();
    expect(one.idle == capacity, "a shape loses count of its records");
    for (std::size_t i = 0; i < capacity; ++i) allocate(one);
    expect(one.pool->capacity() == capacity, "a record was lost");
    while (!one.held.empty()) release(one);
  }

  const parsed_pool_shape& played_;
  lives lives_;
  side sides_[3];
  unsigned flown_to_ = 0;
};

/// The model `task_pool.<claim>.<shape>`.
[[nodiscard]] inline model pool_model(const std::string& claim_name, const std::string& statement,
                                      const pool_shape& played) {
  const parsed_pool_shape parsed(played);
  return {"task_pool." + claim_name + "." + played.text,
          statement,
          static_cast<unsigned>(parsed.words.size() - 1),
          [parsed]() -> claim* { return new pool_program(parsed); },
          expectation::holds,
          played.exhaustible};
}

}  // namespace wyn::models
