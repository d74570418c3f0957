// arrivals: threads that each do a part and arrive, many times; the last one takes all parts and frees them.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "stress/ledger.hpp"
#include "stress/options.hpp"
#include "stress/together.hpp"
#include "wyn/lockfree/countdown.hpp"

namespace wyn::stress {

class arrivals {
 public:
  static constexpr unsigned threads = 3;

  arrivals(std::size_t rounds, std::uint64_t salt) : account_(threads, threads * rounds, salt) {
    for (std::size_t i = 0; i < rounds; ++i) all_.push_back(new shared);  // the last of each frees it
  }

  void run() {
    run_together(threads - 1, [this](unsigned thread) {
      for (std::size_t round = 0; round < all_.size(); ++round) arrive(thread, round);
    });
    account_.expect_exactly_once();
  }

 private:
  struct shared {
    countdown missing{threads};
    std::array<const record*, threads> part{};
  };

  void arrive(unsigned thread, std::size_t round) {
    shared& common = *all_[round];
    common.part[thread] = account_.make(threads * round + thread);
    if (!common.missing.arrive()) return;
    for (const record* part : common.part) account_.obtain(thread, part);
    delete &common;  // NOLINT(cppcoreguidelines-owning-memory): as above
  }

  ledger account_;
  std::vector<shared*> all_;
};

}  // namespace wyn::stress
