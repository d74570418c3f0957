// deadline: a test that hangs ends the program, and says which one it was.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace wyn::stress {

/// Ends the program with a message if it still exists after `limit`.
class deadline {
 public:
  explicit deadline(std::string test, std::chrono::seconds limit = std::chrono::seconds(20))
      : watch_([this, name = std::move(test), limit] {
          std::unique_lock lock(mutex_);
          if (ended_.wait_for(lock, limit, [this] { return over_; })) return;
          std::fprintf(stderr, "Failure: hangs: %s\n", name.c_str());
          std::abort();
        }) {}
  deadline(const deadline&) = delete;
  deadline& operator=(const deadline&) = delete;
  ~deadline() {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    ended_.notify_one();
    watch_.join();
  }

 private:
  std::mutex mutex_;
  std::condition_variable ended_;
  bool over_ = false;
  std::thread watch_;
};

}  // namespace wyn::stress
