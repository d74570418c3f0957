// shape: what a scheduler is given to run, as text.
//
// Tasks are numbered by digits. What a task does, letter by letter:
//   0-9    spawn that task, detached
//   fAB    fork_and_join: branch A first, branch B as the fork
//   gAB/C. spawn A, B, ... into a group on the stack and C, ... detached, and wait for the group; ?0-9 behind A, B, ...: first
//   s0-9   spawn that task into the group that this one belongs to
//   !0-9   run on until that task has run       ?0-9   run on until it has begun; either not for a fork that found no room
//   x0-9   spawn that task without memory to queue it         x in a group, last: wait without memory, once
//   p      block until it is let go on (u)
//   k      stop the shape's groups: what is spawned into them and has not begun does not run any more
//   t      throw; the fork_and_join that it lies in catches, and B may be left out, or its group keeps it for the wait
// What an outside thread does, one after another of them after a bar:
//   0-9    inject that task, or spawn it while attached      A attach      L let go      r0-9  do it, while attached
//   bAB    inject both in one bundle
//   x      the next allocation fails, if it comes before the end of L
//   z      wait until all workers sleep, or a close      u when all but one do, let what blocks go on
//   d      wait until all tasks have run
//   c      close, and drain      a close, and abandon
// Without an outside thread the last task closes. Who has closed gets no injection in, and no seat. Beside another outside
// thread an injection may be refused and a seat, of which there is one, be missing.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace wyn::models {

struct flow_shape {
  std::string name;
  std::vector<std::string> tasks;  // by number: what it does
  std::string first;               // injected before the threads start
  std::string outside{};
  unsigned workers = 2;

  [[nodiscard]] unsigned outside_threads() const {
    return outside.empty() ? 0 : 1 + static_cast<unsigned>(std::count(outside.begin(), outside.end(), '|'));
  }
  /// Where the part of an outside thread begins.
  [[nodiscard]] const char* part_of_outside(unsigned index) const {
    std::size_t begin = 0;
    for (; index > 0; --index) begin = outside.find('|', begin) + 1;
    return outside.c_str() + begin;
  }
};

}  // namespace wyn::models
