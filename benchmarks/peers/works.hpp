// works: what every peer does, with one and the same body; a peer says how. They are in trees.hpp, spawned.hpp, loops.hpp,
// starts.hpp and deques.hpp.
//
// A peer is a type with
//   Peer::team(threads)      threads that compute, the calling one among them; run(f) calls f there
//   Peer::both(f, g)         inside run: f and g at the same time
//   Peer::group              inside run: spawn(f), wait(); or the team has the trees (has_own_trees)
//   Peer::pool(threads)      threads beside the calling one, which computes nothing; spawn(f), from anywhere, and, where it
//                            has that, spawn_bulk(n, make); with groups, those can be used in its tasks
//   Peer::for_each(n, f), Peer::sort(first, last)      inside run
//   Peer::queue              a deque of numbers: push(n), take() and steal(), which return 0 for none, steal_batch(own),
//                            empty()
// It has those that `Peer::has` names, and is asked for those works alone that `Peer::only` names, where it has that; the protocol is in protocol.hpp.
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
  bool queues = false;
};

/// The team of who has no threads.
class calling_thread {
 public:
  explicit calling_thread(unsigned) {}
  template <typename Body>
  void run(Body body) {
    body();
  }
};

using figures = std::vector<double>;

inline double nanoseconds_since(clock_type::time_point start) {
  return seconds_since(start) * 1e9;
}

}  // namespace wyn::benchmarks
