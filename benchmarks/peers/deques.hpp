// deques: what a work-stealing deque costs by itself. Each element is a number, and their sum is checked.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

#include "benchmarks/peers/works.hpp"

namespace wyn::benchmarks {

constexpr std::size_t deque_burst = 64;  // pushes, then as many takes

inline std::uint64_t sum_of_first(std::uint64_t count) {
  return count * (count + 1) / 2;
}

/// Pushes and takes the numbers from 1 on, in bursts. Returns the sum of what it got back.
template <typename Queue>
std::uint64_t push_and_take(Queue& queue, std::size_t pairs) {
  std::uint64_t sum = 0;
  for (std::uint64_t next = 1; next <= pairs;) {
    for (std::size_t i = 0; i < deque_burst; ++i) queue.push(next++);
    for (std::size_t i = 0; i < deque_burst; ++i) sum += queue.take();
  }
  return sum;
}

inline std::size_t whole_bursts(std::size_t pairs) {
  return (pairs + deque_burst - 1) / deque_burst * deque_burst;
}

/// The owner alone: ns per push and take.
template <typename Queue>
figures time_pairs(std::size_t size) {
  const std::size_t pairs = whole_bursts(size);
  Queue queue;
  const auto start = clock_type::now();
  const std::uint64_t sum = push_and_take(queue, pairs);
  const double spent = nanoseconds_since(start);
  expect(sum == sum_of_first(pairs), "push and take");
  return {spent / static_cast<double>(pairs)};
}

/// The owner, while a thief steals what it can: ns per push and take.
template <typename Queue>
figures time_robbed(std::size_t size) {
  const std::size_t pairs = whole_bursts(size);
  Queue queue;
  std::atomic<bool> begun{false};
  std::atomic<bool> over{false};
  std::uint64_t stolen = 0;
  std::thread thief([&] {
    begun = true;
    while (!over.load(std::memory_order_relaxed)) stolen += queue.steal();
  });
  while (!begun) std::this_thread::yield();
  const auto start = clock_type::now();
  const std::uint64_t sum = push_and_take(queue, pairs);
  const double spent = nanoseconds_since(start);
  over = true;
  thief.join();
  expect(sum + stolen == sum_of_first(pairs), "push, take and steal");
  return {spent / static_cast<double>(pairs)};
}

/// So many thieves empty a deque; each calls `rob(queue, own)` until what it got and what the others got is all.
template <typename Queue, typename Rob>
figures time_thieves(std::size_t size, unsigned threads, Rob rob) {
  Queue queue;
  for (std::uint64_t i = 1; i <= size; ++i) queue.push(i);
  std::atomic<bool> go{false};
  std::atomic<std::uint64_t> sum{0};
  std::vector<std::thread> thieves;
  for (unsigned i = 0; i < threads; ++i) {
    thieves.emplace_back([&] {
      Queue own;
      std::uint64_t got = 0;
      while (!go) std::this_thread::yield();
      while (!queue.empty()) got += rob(queue, own);
      sum += got;
    });
  }
  const auto start = clock_type::now();
  go = true;
  for (std::thread& each : thieves) each.join();
  const double spent = nanoseconds_since(start);
  expect(sum == sum_of_first(size), "steals");
  return {spent / static_cast<double>(size)};
}

template <typename Queue>
figures time_steals(std::size_t size, unsigned threads) {
  return time_thieves<Queue>(size, threads, [](Queue& queue, Queue&) { return queue.steal(); });
}

/// Each thief takes a batch into a deque of its own and empties that.
template <typename Queue>
figures time_batches(std::size_t size, unsigned threads) {
  return time_thieves<Queue>(size, threads, [](Queue& queue, Queue& own) {
    queue.steal_batch(own);
    std::uint64_t got = 0;
    for (std::uint64_t next = own.take(); next != 0; next = own.take()) got += next;
    return got;
  });
}

}  // namespace wyn::benchmarks
