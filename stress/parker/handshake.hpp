// handshake: two threads that send each other numbered messages through plain memory; only their parkers' tokens order.
#pragma once

#include <array>
#include <chrono>
#include <memory>

#include "stress/options.hpp"
#include "stress/together.hpp"
#include "wyn/lockfree/parker.hpp"
#include "wyn/sync/clock.hpp"

namespace wyn::stress {

class handshake {
 public:
  /// Sends `messages` there and back. With `freed_at_once`, each parker is used for one message and freed by its owner.
  /// With a `patience`, who receives sleeps no longer than that at a time.
  handshake(std::uint64_t messages, bool freed_at_once, std::chrono::nanoseconds patience = {})
      : messages_(messages), freed_at_once_(freed_at_once), patience_(patience) {
    for (side& one : sides_) one.sleeper = std::make_unique<parker>();
  }

  void run() {
    run_together(1, [this](unsigned thread) { thread == 0 ? send_first() : answer(); });
    EXPECT_EQ(sides_[1].received, messages_);
    EXPECT_EQ(sides_[0].received, messages_);
  }

 private:
  struct alignas(64) side {
    std::unique_ptr<parker> sleeper;  // of the side that receives
    std::uint64_t message = 0;        // written by the other side
    std::uint64_t received = 0;
    std::uint64_t late = 0;  // times that the message was not there in time
  };

  void send_first() {
    for (std::uint64_t i = 1; i <= messages_; ++i) {
      send(sides_[1], i);
      receive(sides_[0], i);
    }
  }
  void answer() {
    for (std::uint64_t i = 1; i <= messages_; ++i) {
      receive(sides_[1], i);
      send(sides_[0], i);
    }
  }

  static void send(side& to, std::uint64_t message) {
    to.message = message;
    to.sleeper->unpark();
  }
  void receive(side& mine, std::uint64_t expected) const {
    if (patience_ == patience_.zero()) mine.sleeper->park();
    else
      while (!mine.sleeper->park_until(sync::now() + patience_)) ++mine.late;
    if (mine.message == expected) ++mine.received;
    // The other side writes to it again only after the next send, which this side makes.
    if (freed_at_once_) mine.sleeper = std::make_unique<parker>();
  }

  const std::uint64_t messages_;
  const bool freed_at_once_;
  const std::chrono::nanoseconds patience_;
  std::array<side, 2> sides_;
};

}  // namespace wyn::stress
