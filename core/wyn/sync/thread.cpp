#include "wyn/sync/thread.hpp"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <climits>
#include <memory>
#include <new>
#include <system_error>
#include <thread>
#include <utility>

#include "wyn/sync/fault.hpp"
#include "wyn/sync/signals.hpp"

#if defined(WYN_WORLD_MODEL)
#include "wyn/sync/worlds/model.hpp"
#endif

namespace wyn::sync {

#if defined(WYN_WORLD_MODEL)

void pause_this_thread() noexcept {
  model::yield();
}

void yield_this_thread() noexcept {
  model::yield();
}

void rest_this_thread(std::chrono::microseconds) noexcept {
  model::yield();
}

#else

unsigned number_this_thread() noexcept {
  static constinit std::atomic<unsigned> last{0};
  return per_thread<thread, unsigned>() = last.fetch_add(1, std::memory_order_relaxed) + 1;
}

#if defined(WYN_CHECKED) || defined(WYN_WORLD_PERTURBED) || defined(WYN_WORLD_COUNTED)

namespace {

constinit fault no_thread;

void maybe_refuse() {
  if (no_thread.strikes()) throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again));
}

}  // namespace

void fail_thread_creation_after(std::uint64_t successes) noexcept {
  no_thread.after(successes);
}

#else

namespace {
void maybe_refuse() {}
}  // namespace

#endif

void yield_this_thread() noexcept {
  ::sched_yield();
}

void rest_this_thread(std::chrono::microseconds length) noexcept {
  std::this_thread::sleep_for(length);
}

void pause_this_thread() noexcept {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("isb" ::: "memory");
#endif
}

namespace {

// Owns the attributes of one creation.
class attributes {
 public:
  explicit attributes(const thread_options& options) {
    check(pthread_attr_init(&value_));
    if (options.stack_size == 0) return;
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t least = std::max(options.stack_size, static_cast<std::size_t>(PTHREAD_STACK_MIN));
    check(pthread_attr_setstacksize(&value_, (least + page - 1) / page * page));
  }
  ~attributes() { pthread_attr_destroy(&value_); }
  attributes(const attributes&) = delete;
  attributes& operator=(const attributes&) = delete;

  static void check(int error) {
    if (error != 0) throw std::system_error(error, std::generic_category(), "wyn: a thread cannot be started");
  }
  [[nodiscard]] const pthread_attr_t* get() const noexcept { return &value_; }

 private:
  pthread_attr_t value_{};
};

// Runs on the new thread. An exception that leaves the body ends the program.
void* run_body(void* argument) noexcept {
  const std::unique_ptr<std::function<void()> > body(static_cast<std::function<void()>*>(argument));
  (*body)();
  return nullptr;
}

}  // namespace

thread::thread(std::function<void()> body, const thread_options& options) {
  maybe_refuse();
  const attributes wanted(options);
  auto owned = std::make_unique<std::function<void()> >(std::move(body));
  const signal_block inherited_by_the_new_thread;
  attributes::check(pthread_create(&handle_, wanted.get(), run_body, owned.get()));
  static_cast<void>(owned.release());  // run_body owns it now
  joinable_ = true;
  if (!options.name.empty()) pthread_setname_np(handle_, options.name.substr(0, 15).c_str());
}

thread& thread::operator=(thread&& other) noexcept {
  if (this == &other) return *this;
  if (joinable_) join();
  handle_ = other.handle_;
  joinable_ = std::exchange(other.joinable_, false);
  return *this;
}

thread::~thread() {
  if (joinable_) join();
}

void thread::join() {
  static_cast<void>(pthread_join(handle_, nullptr));
  joinable_ = false;
}

void at_fork_in_child(void (*action)()) {
  if (pthread_atfork(nullptr, nullptr, action) != 0) throw std::bad_alloc{};
}

#endif

}  // namespace wyn::sync
