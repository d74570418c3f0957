// litmus: tests of the checker itself. A few threads over a small shared memory, and an outcome to look for.
//
// A file's first line says what is expected of the checker:
//   holds       the outcome is forbidden, and the checker does not show it
//   fails       the outcome is allowed, and the checker shows it (or a false alarm, where the line says so)
//   not shown   C++20 allows the outcome, the checker cannot show it: a claim that holds here may fail on a machine
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "models/engine/engine.hpp"
#include "wyn/sync/ghost.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn::models {

/// What the threads of a litmus test share. A thread writes its own registers only.
struct litmus_memory {
  sync::atomic<std::uint64_t> x{0};
  sync::atomic<std::uint64_t> y{0};
  sync::atomic<std::uint32_t> word{0};  // for waits and wakes
  sync::plain<std::uint64_t> data{0};
  sync::slot_ghost ghost;
  std::uint64_t r0 = 0;
  std::uint64_t r1 = 0;
  std::uint64_t r2 = 0;
  std::uint64_t r3 = 0;
};

using litmus_thread = void (*)(litmus_memory&);
using litmus_outcome = bool (*)(litmus_memory&);

class litmus_program : public claim {
 public:
  litmus_program(const std::vector<litmus_thread>& threads, litmus_outcome outcome)
      : threads_(threads), outcome_(outcome) {}

  void thread(unsigned index) override { threads_[index](memory_); }
  void after() override { expect(!outcome_(memory_), "the outcome was shown"); }

 private:
  const std::vector<litmus_thread>& threads_;
  const litmus_outcome outcome_;
  litmus_memory memory_;
};

/// The outcome of a test whose only failure is a data race.
constexpr bool race_only(litmus_memory&) {
  return false;
}

/// The model `litmus.<test>.<variant>`; `outcome` is evaluated after all threads.
[[nodiscard]] inline model litmus(const std::string& name, const std::string& statement, expectation expected,
                                  std::vector<litmus_thread> threads, litmus_outcome outcome) {
  const auto count = static_cast<unsigned>(threads.size());
  return {"litmus." + name, statement, count,
          [bodies = std::move(threads), outcome]() -> claim* { return new litmus_program(bodies, outcome); }, expected};
}

}  // namespace wyn::models
