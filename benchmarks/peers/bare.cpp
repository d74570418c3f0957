// What the machine itself takes: a fetch_add in place of a spawn, and a futex that wakes one thread.
#include <linux/futex.h>
#include <sys/syscall.h>

#include <array>

#include "benchmarks/peers/protocol.hpp"

namespace wyn::benchmarks {
namespace {

struct bare_peer {
  static constexpr abilities has{.groups = true, .pool = true};
  static constexpr std::array only{"local", "worker", "wake"};

  using team = calling_thread;

  class group {
   public:
    template <typename Body>
    void spawn(Body body) {
      spawned_.fetch_add(1);
      body();
    }
    void wait() {}

   private:
    std::atomic<std::size_t> spawned_{0};
  };

  // One thread, which sleeps on a word. A body is given to it when the one before has run.
  class pool {
   public:
    explicit pool(unsigned) : sleeper_([this] { work(); }) {}
    ~pool() {
      spawn([this] { over_ = true; });
      sleeper_.join();
    }
    pool(const pool&) = delete;
    pool& operator=(const pool&) = delete;

    template <typename Body>
    void spawn(Body body) {
      while (ended_.load(std::memory_order_acquire) != given_.load(std::memory_order_relaxed))
        std::this_thread::yield();
      body_ = std::move(body);
      given_.fetch_add(1, std::memory_order_release);
      ::syscall(SYS_futex, &given_, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
    }

   private:
    void work() {
      for (std::uint32_t run = 0; !over_; ended_.store(++run, std::memory_order_release)) {
        while (given_.load(std::memory_order_acquire) == run) {
          ::syscall(SYS_futex, &given_, FUTEX_WAIT_PRIVATE, run, nullptr, nullptr, 0);
        }
        body_();
      }
    }

    std::atomic<std::uint32_t> given_{0};
    std::atomic<std::uint32_t> ended_{0};
    bool over_ = false;
    std::function<void()> body_;
    std::thread sleeper_;
  };
};

}  // namespace
}  // namespace wyn::benchmarks

int main(int argc, char** argv) {
  return wyn::benchmarks::serve<wyn::benchmarks::bare_peer>(argc, argv);
}
