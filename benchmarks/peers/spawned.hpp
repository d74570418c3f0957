// spawned: tasks from one spawner, to all-complete, per task.
#pragma once

#include <cstddef>

#include "benchmarks/peers/works.hpp"

namespace wyn::benchmarks {

// All tasks have ended; the account is looked through outside the timed part.
inline figures per_task(clock_type::time_point start, account& book, std::size_t tasks) {
  const double spent = nanoseconds_since(start);
  book.check();
  return {spent / static_cast<double>(tasks)};
}

template <typename Peer>
figures time_local(typename Peer::team& team, account& book, std::size_t tasks) {
  clock_type::time_point start;
  team.run([&] {
    typename Peer::group all;
    start = clock_type::now();
    for (std::size_t id = 0; id < tasks; ++id) all.spawn([&book, id] { book.ran(id); });
    all.wait();
  });
  return per_task(start, book, tasks);
}

template <typename Peer>
figures time_outside(typename Peer::pool& pool, account& book, std::size_t tasks) {
  const auto start = clock_type::now();
  for (std::size_t id = 0; id < tasks; ++id) pool.spawn([&book, id] { book.ran(id); });
  book.wait();
  return per_task(start, book, tasks);
}

/// A hundred million tasks, of which so many are outstanding.
template <typename Peer>
figures time_window(typename Peer::team& team, account& book, std::size_t window) {
  constexpr std::size_t all = 100'000'000;
  double spent = 0;
  for (std::size_t done = 0; done < all; done += window) spent += time_local<Peer>(team, book, window)[0];
  return {spent / static_cast<double>(all / window)};
}

}  // namespace wyn::benchmarks
