// one_end: a closure that runs or is dropped, once, by its number.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <utility>

#include "stress/scheduler/accounts.hpp"

namespace wyn::stress {

/// Says in its book that it was destroyed without having run.
class marked {
 public:
  marked(accounts& ran, accounts& dropped, std::size_t id) : ran_(&ran), dropped_(&dropped), id_(id) {}
  marked(marked&& from) noexcept : ran_(from.ran_), dropped_(std::exchange(from.dropped_, nullptr)), id_(from.id_) {}
  marked(const marked&) = delete;
  marked& operator=(const marked&) = delete;
  ~marked() {
    if (dropped_ != nullptr) dropped_->ran(id_);
  }
  std::size_t operator()() {
    ran_->ran(id_);
    dropped_ = nullptr;
    return id_;
  }

 private:
  accounts* ran_;
  accounts* dropped_;
  std::size_t id_;
};

inline void expect_one_end_each(const accounts& ran, const accounts& dropped) {
  for (std::size_t id = 0; id < ran.size(); ++id) EXPECT_EQ(ran.times(id) + dropped.times(id), 1U) << "task " << id;
}

}  // namespace wyn::stress
