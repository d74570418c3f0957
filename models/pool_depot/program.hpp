// program: a pool_depot claim written as a shape, such as "Aa2B:AaB|AB|x".
//
// Before the colon, what happens before the threads start; after it one word per thread:
//   A adopt a pool   B hand it back   a allocate a record from it   r run the youngest and release it
//   D (before the threads start) adopt another pool and hand it back, so that two are idle after B
//   0 1 2 (before the threads start) the record allocated last is in flight to that thread
//   x run the oldest in flight to this thread and return it
//   T trim the depot, whose pools are idle; afterwards nobody adopts one
// Every shape asserts, in every execution:
//   one holder       a pool is held by one thread at a time
//   never in flight  a record that is handed out is in no use, and its last user is done with it (lives)
//   progress         as long as fewer adoptions began than pools were idle from the start, none makes a pool
//   flat             pools are at most as many as threads held one at the same time, or looked for one
//   trimmed          a pool is freed only when all its records are back, and then at the latest by the last trim
//   conservation     at the end each pool hands out as many records as it has, each once, without growing
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/engine/engine.hpp"
#include "models/task_pool/lives.hpp"
#include "wyn/lockfree/pool_depot.hpp"

namespace wyn::models {

// The records of a block are in one page.
using adopted_pool = basic_task_pool<1024>;

struct depot_shape {
  std::string text;
  bool exhaustible = false;
};

/// A shape taken apart, once, before the executions.
struct parsed_depot_shape {
  explicit parsed_depot_shape(const depot_shape& written) : words(1) {
    for (const char c : written.text) {
      if (c == '|' || c == ':') words.emplace_back();
      else words.back() += c;
    }
  }

  std::vector<std::string> words;  // before the threads start, then one per thread
};

class depot_program : public claim {
 public:
  explicit depot_program(const parsed_depot_shape& played) : played_(played) {}

  void before() override {
    play(sides_[0], played_.words[0]);
    idle_from_the_start_ = pools_.size();
    adoptions_ = 0;
  }

  void thread(unsigned index) override { play(sides_[index], played_.words[index + 1]); }

  void after() override {
    for (side& one : sides_) {
      while (!one.in_flight.empty()) return_one(one);
      expect(one.pool == nullptr && one.held.empty(), "a shape does not end as it should");
    }
    if (trimmed_) return expect_all_are_gone();
    for (const auto& made : pools_) expect_all_are_there(*made.pool);
  }

 private:
  struct side {
    adopted_pool* pool = nullptr;
    std::vector<lives::task*> held;       // allocated, the youngest last
    std::vector<lives::task*> in_flight;  // to this thread, the oldest first
  };

  // What really happened, kept where it orders nothing.
  struct made_pool {
    adopted_pool* pool;
    bool held;
  };

  void play(side& mine, const std::string& word) {
    for (const char operation : word) {
      switch (operation) {
        case 'A': adopt(mine); break;
        case 'B': hand_back(mine); break;
        case 'a': mine.held.push_back(lives_.begin(mine.pool->allocate())); break;
        case 'r': release(mine); break;
        case 'x': return_one(mine); break;
        case 'D': pass_through(sides_[1]); break;
        case 'T': trim(); break;
        default: send(mine, sides_[operation - '0']);
      }
    }
  }

  void adopt(side& mine) {
    ++adoptions_;
    mine.pool = &depot_.adopt();
    auto at = std::find_if(pools_.begin(), pools_.end(), [&](const made_pool& m) { return m.pool == mine.pool; });
    if (at == pools_.end()) {
      note("adopt: a new pool");
      expect(adoptions_ > idle_from_the_start_, "a pool is made though one was idle");
      pools_.push_back({mine.pool, false});
      at = pools_.end() - 1;
    }
    expect(!at->held, "a pool is held by two threads");
    at->held = true;
  }

  void hand_back(side& mine) {
    adopted_pool& pool = *std::exchange(mine.pool, nullptr);
    for (made_pool& made : pools_) {
      if (made.pool == &pool) made.held = false;
    }
    depot_.hand_back(pool);
  }

  void pass_through(side& other) {
    adopt(other);
    hand_back(other);
  }

  void release(side& mine) {
    lives::task* const youngest = mine.held.back();
    mine.held.pop_back();
    mine.pool->release(lives_.end(youngest));
  }

  static void send(side& from, side& to) {
    to.in_flight.push_back(from.held.back());
    from.held.pop_back();
  }

  void return_one(side& mine) {
    lives::task* const oldest = mine.in_flight.front();
    mine.in_flight.erase(mine.in_flight.begin());
    void* const record = lives_.end(oldest);
    adopted_pool::home_of(record).return_record(record);
  }

  void trim() {
    trimmed_ = true;
    depot_.trim();
  }

  // Only what is freed can be lost: a pool that is still there is not new.
  void expect_all_are_gone() {
    depot_.trim();
    adopted_pool& fresh = depot_.adopt();
    expect(fresh.capacity() == 0, "a pool that has all its records was kept");
    depot_.hand_back(fresh);
  }

  void expect_all_are_there(adopted_pool& pool) {
    pool.hand_over();
    const std::size_t capacity = pool.capacity();
    std::vector<void*> records;
    for (std::size_t i = 0; i < capacity; ++i) records.push_back(pool.allocate());
    expect(pool.capacity() == capacity, "a record was lost");
    std::sort(records.begin(), records.end());
    expect(std::adjacent_find(records.begin(), records.end()) == records.end(), "a record is in two places");
    for (void* const record : records) pool.release(record);
  }

  const parsed_depot_shape& played_;
  lives lives_;
  basic_pool_depot<adopted_pool> depot_{{64, 1}};
  side sides_[sync::model::thread_limit];
  std::vector<made_pool> pools_;
  std::size_t idle_from_the_start_ = 0;
  std::size_t adoptions_ = 0;
  bool trimmed_ = false;
};

/// The model `pool_depot.<claim>.<shape>`.
[[nodiscard]] inline model depot_model(const std::string& claim_name, const std::string& statement,
                                       const depot_shape& played) {
  const parsed_depot_shape parsed(played);
  return {"pool_depot." + claim_name + "." + played.text,
          statement,
          static_cast<unsigned>(parsed.words.size() - 1),
          [parsed]() -> claim* { return new depot_program(parsed); },
          expectation::holds,
          played.exhaustible};
}

}  // namespace wyn::models
