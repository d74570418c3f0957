// played_in: a scheduler in which a property is played, from outside or from an attached thread.
#pragma once

#include <stdexcept>

#include "wyn/scheduler.hpp"

namespace wyn::properties {

/// What a body throws.
struct failed : std::runtime_error {
  failed() : std::runtime_error("a body failed") {}
};

/// play(workers), with so many of them.
template <typename Play>
void play_in(unsigned threads, bool attached, Play play) {
  scheduler workers({.workers = threads});
  if (!attached) return play(workers);
  const auto here = workers.attach();
  play(workers);
}

}  // namespace wyn::properties
