// spawned: tasks from one spawner, to all-complete, per task.
#pragma once

#include <cstddef>
#include <future>

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

/// All at once, by those who have a call for that.
template <typename Peer>
figures time_bulk(typename Peer::pool& pool, account& book, std::size_t tasks) {
  if constexpr (requires { pool.spawn_bulk(tasks, [](std::size_t) { return [] {}; }); }) {
    const auto start = clock_type::now();
    pool.spawn_bulk(tasks, [&book](std::size_t id) { return [&book, id] { book.ran(id); }; });
    book.wait();
    return per_task(start, book, tasks);
  } else {
    return time_outside<Peer>(pool, book, tasks);
  }
}

/// A task of a worker spawns them and waits; the thread outside sleeps.
template <typename Peer>
figures time_worker(typename Peer::pool& pool, account& book, std::size_t tasks) {
  std::promise<double> spent;
  pool.spawn([&book, &spent, tasks] {
    typename Peer::group all;
    const auto start = clock_type::now();
    for (std::size_t id = 0; id < tasks; ++id) all.spawn([&book, id] { book.ran(id); });
    all.wait();
    spent.set_value(nanoseconds_since(start));
  });
  const double took = spent.get_future().get();
  book.check();
  return {took / static_cast<double>(tasks)};
}

/// A hundred million tasks, of which so many are outstanding: ns per task, and the last tenth's median by the first's.
template <typename Peer>
figures time_window(typename Peer::team& team, account& book, std::size_t window) {
  const std::size_t rounds = 100'000'000 / window;
  series first;
  series last;
  double spent = 0;
  for (std::size_t round = 0; round < rounds; ++round) {
    const double took = time_local<Peer>(team, book, window)[0];
    spent += took;
    if (round < rounds / 10) first.values.push_back(took);
    if (round >= rounds - rounds / 10) last.values.push_back(took);
  }
  return {spent / static_cast<double>(rounds), last.median() / first.median()};
}

}  // namespace wyn::benchmarks
