// works: what every peer does, with one and the same body; a peer says how. They are in trees.hpp, spawned.hpp, loops.hpp
// and starts.hpp.
//
// A peer is a type with
//   Peer::team(threads)      threads that compute, the calling one among them; run(f) calls f there
//   Peer::both(f, g)         inside run: f and g at the same time
//   Peer::group              inside run: spawn(f), wait()
//   Peer::pool(threads)      threads beside the calling one, which computes nothing; spawn(f), from anywhere
//   Peer::for_each(n, f), Peer::sort(first, last)      inside run
// It has those that `Peer::has` names; the protocol is in protocol.hpp.
#pragma once

#include <vector>

#include "benchmarks/scheduler/tasks.hpp"

namespace wyn::benchmarks {

/// What a peer can do.
struct abilities {
  bool forks = false;
  bool groups = false;
  bool pool = false;
  bool loops = false;
  bool sorts = false;
};

using figures = std::vector<double>;

inline double nanoseconds_since(clock_type::time_point start) {
  return seconds_since(start) * 1e9;
}

}  // namespace wyn::benchmarks
