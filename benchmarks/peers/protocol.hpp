// protocol: how a peer's program is used. `PROGRAM WORK SIZE THREADS` prepares; then each line on its standard input has
// it do the work once, and it answers with the figures in a line. A wrong result ends it with status 1. Without
// arguments it names its works.
#pragma once

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "benchmarks/peers/deques.hpp"
#include "benchmarks/peers/loops.hpp"
#include "benchmarks/peers/spawned.hpp"
#include "benchmarks/peers/starts.hpp"
#include "benchmarks/peers/trees.hpp"

namespace wyn::benchmarks {

/// The works of a peer, for one size and number of threads, made when they are asked for.
template <typename Peer>
class repertoire {
 public:
  using once = std::function<figures()>;

  repertoire(std::string work, std::size_t size, unsigned threads)
      : work_(std::move(work)), size_(size), threads_(threads) {}

  [[nodiscard]] static std::vector<std::string> names() {
    std::vector<std::string> all;
    repertoire listed("", 0, 0);
    listed.each([&all](const char* name, const auto&) {
      if (is_meant(name)) all.emplace_back(name);
    });
    return all;
  }

  /// Empty: there is no such work.
  [[nodiscard]] once chosen() {
    once found;
    each([&](const char* name, const auto& make) {
      if (work_ == name && is_meant(name)) found = make();
    });
    return found;
  }

 private:
  // A peer may be there for some works only.
  static bool is_meant(std::string_view name) {
    if constexpr (requires { Peer::only; }) {
      return std::find(std::begin(Peer::only), std::end(Peer::only), name) != std::end(Peer::only);
    }
    return true;
  }

  template <typename See>
  void each(See see) {
    constexpr abilities has = Peer::has;
    if constexpr (has.forks || has_own_trees<Peer>)
      see("fib", [this] { return on_team([this](auto& team) { return time_fib<Peer>(team, size_); }); });
    if constexpr (has.groups || has_own_trees<Peer>) {
      see("skynet", [this] { return on_team([this](auto& team) { return time_skynet<Peer>(team, size_); }); });
      see("queens", [this] { return on_team([this](auto& team) { return time_queens<Peer>(team, size_); }); });
      see("tree", [this] { return on_team([this](auto& team) { return time_tree<Peer>(team, size_); }); });
    }
    if constexpr (has.groups) {
      see("local",
          [this] { return booked([this](auto& team, account& book) { return time_local<Peer>(team, book, size_); }); });
      see("window", [this] {
        return booked([this](auto& team, account& book) { return time_window<Peer>(team, book, size_); });
      });
    }
    if constexpr (has.loops) {
      see("tiny", [this] {
        return on_team([seen = std::make_shared<std::vector<std::uint16_t>>(size_)](auto& team) {
          return time_tiny<Peer>(team, *seen);
        });
      });
      see("uneven", [this] { return on_team([this](auto& team) { return time_uneven<Peer>(team, size_); }); });
      see("matrices", [this] { return on_team([this](auto& team) { return time_matrices<Peer>(team, size_); }); });
    }
    if constexpr (has.sorts)
      see("sort", [this] { return on_team([this](auto& team) { return time_sort<Peer>(team, size_); }); });
    if constexpr (has.queues) {
      using queue = typename Peer::queue;
      see("pairs", [this] { return [this] { return time_pairs<queue>(size_); }; });
      see("robbed", [this] { return [this] { return time_robbed<queue>(size_); }; });
      see("steals", [this] { return [this] { return time_steals<queue>(size_, threads_); }; });
      see("batches", [this] { return [this] { return time_batches<queue>(size_, threads_); }; });
    }
    if constexpr (has.pool && has.groups) {
      see("worker", [this] {
        return booked_pool([this](auto& pool, account& book) { return time_worker<Peer>(pool, book, size_); });
      });
    }
    if constexpr (has.pool) {
      see("outside", [this] {
        return booked_pool([this](auto& pool, account& book) { return time_outside<Peer>(pool, book, size_); });
      });
      see("bulk", [this] {
        return booked_pool([this](auto& pool, account& book) { return time_bulk<Peer>(pool, book, size_); });
      });
      see("wake", [this] { return on_pool([this](auto& pool) { return time_starts<Peer>(pool, size_); }); });
      see("urgent",
          [this] { return on_pool([this](auto& pool) { return time_urgent<Peer>(pool, size_, threads_); }); });
      see("idle", [this] { return on_pool([this](auto& pool) { return time_idle<Peer>(pool, size_); }); });
      see("memory",
          [this] { return on_pool([this](auto& pool) { return measure_memory<Peer>(pool, size_, threads_); }); });
    }
  }

  template <typename Body>
  once on_team(Body body) {
    auto team = std::make_shared<typename Peer::team>(threads_);
    return [team, body] { return body(*team); };
  }
  template <typename Body>
  once booked(Body body) {
    return on_team([body, book = std::make_shared<account>(size_)](auto& team) { return body(team, *book); });
  }
  template <typename Body>
  once booked_pool(Body body) {
    return on_pool([body, book = std::make_shared<account>(size_)](auto& pool) { return body(pool, *book); });
  }
  template <typename Body>
  once on_pool(Body body) {
    auto pool = std::make_shared<typename Peer::pool>(threads_);
    return [pool, body] { return body(*pool); };
  }

  const std::string work_;
  const std::size_t size_;
  const unsigned threads_;
};

template <typename Peer>
int serve(int argc, char** argv) {
  if (argc == 1) {
    for (const std::string& name : repertoire<Peer>::names()) std::printf("%s\n", name.c_str());
    return 0;
  }
  const std::size_t size = argc == 4 ? std::strtoull(argv[2], nullptr, 10) : 0;
  const auto threads = static_cast<unsigned>(argc == 4 ? std::strtoul(argv[3], nullptr, 10) : 0);
  repertoire<Peer> all(argc == 4 ? argv[1] : "", size, threads);
  const auto once = size != 0 && threads != 0 ? all.chosen() : nullptr;
  if (!once) {
    std::fprintf(stderr, "usage: %s [WORK SIZE THREADS], where WORK is one of those named without\n", argv[0]);
    return 2;
  }
  std::puts("ready");
  std::fflush(stdout);
  for (std::string line; std::getline(std::cin, line);) {
    for (const double figure : once()) std::printf("%.9g ", figure);
    std::puts("");
    std::fflush(stdout);
  }
  return 0;
}

}  // namespace wyn::benchmarks
