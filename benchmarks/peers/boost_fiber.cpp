// Boost.Fiber: a detached fiber per task, under its work-stealing scheduler.
#include <boost/fiber/all.hpp>

#include <thread>

#include "benchmarks/peers/protocol.hpp"

namespace wyn::benchmarks {
namespace {

struct boost_fiber_peer {
  static constexpr abilities has{false, true, false, false, false};

  // The threads share the work until the team ends.
  class team {
   public:
    explicit team(unsigned threads) {
      for (unsigned i = 1; i < threads; ++i) {
        helpers_.emplace_back([this, threads] {
          boost::fibers::use_scheduling_algorithm<boost::fibers::algo::work_stealing>(threads, true);
          std::unique_lock<boost::fibers::mutex> lock(mutex_);
          ended_.wait(lock, [this] { return over_; });
        });
      }
      boost::fibers::use_scheduling_algorithm<boost::fibers::algo::work_stealing>(threads, true);
    }
    ~team() {
      {
        const std::lock_guard<boost::fibers::mutex> lock(mutex_);
        over_ = true;
      }
      ended_.notify_all();
      for (std::thread& each : helpers_) each.join();
    }
    team(const team&) = delete;
    team& operator=(const team&) = delete;
    template <typename Body>
    void run(Body body) {
      body();
    }

   private:
    boost::fibers::mutex mutex_;
    boost::fibers::condition_variable ended_;
    bool over_ = false;
    std::vector<std::thread> helpers_;
  };

  class group {
   public:
    template <typename Body>
    void spawn(Body body) {
      {
        const std::lock_guard<boost::fibers::mutex> lock(mutex_);
        ++left_;
      }
      boost::fibers::fiber([this, body = std::move(body)]() mutable {
        body();
        const std::lock_guard<boost::fibers::mutex> lock(mutex_);
        if (--left_ == 0) ended_.notify_all();
      }).detach();
    }
    void wait() {
      std::unique_lock<boost::fibers::mutex> lock(mutex_);
      ended_.wait(lock, [this] { return left_ == 0; });
    }

   private:
    boost::fibers::mutex mutex_;
    boost::fibers::condition_variable ended_;
    std::size_t left_ = 0;
  };
};

}  // namespace
}  // namespace wyn::benchmarks

int main(int argc, char** argv) {
  return wyn::benchmarks::serve<wyn::benchmarks::boost_fiber_peer>(argc, argv);
}
