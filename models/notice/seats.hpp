// seats: threads that sit down so many times each on one seat.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "models/engine/engine.hpp"
#include "wyn/lockfree/notice.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn::models {

class seats_program : public claim {
 public:
  explicit seats_program(const std::vector<unsigned>& turns) : turns_(turns) {}

  void thread(unsigned index) override {
    for (unsigned turn = 0; turn < turns_[index]; ++turn) sit();
  }
  void after() override {
    unsigned all = 0;
    for (const unsigned turns : turns_) all += turns;
    expect(!seat_.taken(), "a seat stays taken");
    expect(times_.get() == all, "the work of a holder is lost");
  }

 private:
  void sit() {
    while (!seat_.take()) yield();
    expect(!std::exchange(somebody_sits_, true), "two threads have one seat");
    expect(seat_.taken(), "the holder sees its seat free");
    times_.set(times_.get() + 1);
    somebody_sits_ = false;
    seat_.leave();
  }

  const std::vector<unsigned>& turns_;
  seat seat_;
  sync::plain<unsigned> times_{0};
  bool somebody_sits_ = false;
};

/// The model `notice.seats.<turns>`, such as "1|2": how often each thread sits.
[[nodiscard]] inline model seats_model(std::vector<unsigned> turns) {
  std::string shape;
  for (const unsigned each : turns) shape += (shape.empty() ? "" : "|") + std::to_string(each);
  const auto threads = static_cast<unsigned>(turns.size());
  return {"notice.seats." + shape, "one thread at a time sits, and sees what the last one left", threads,
          [all = std::move(turns)]() -> claim* { return new seats_program(all); }, expectation::holds};
}

}  // namespace wyn::models
