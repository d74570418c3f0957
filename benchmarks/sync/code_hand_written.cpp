// Every operation of the seam with every order that it takes, whose machine code same_code.py compares, on std::atomic
// alone. In the same order in both files.
#include <atomic>
#include <cstdint>

using word = std::atomic<std::uint64_t>;

extern "C" {

void code_load(word& at, std::uint64_t* into) {
  into[0] = at.load(std::memory_order_relaxed);
  into[1] = at.load(std::memory_order_acquire);
  into[2] = at.load(std::memory_order_seq_cst);
}

void code_store(word& at, std::uint64_t value) {
  at.store(value, std::memory_order_relaxed);
  at.store(value, std::memory_order_release);
  at.store(value, std::memory_order_seq_cst);
}

void code_exchange(word& at, std::uint64_t* into) {
  into[0] = at.exchange(into[0], std::memory_order_relaxed);
  into[1] = at.exchange(into[1], std::memory_order_acquire);
  into[2] = at.exchange(into[2], std::memory_order_release);
  into[3] = at.exchange(into[3], std::memory_order_acq_rel);
  into[4] = at.exchange(into[4], std::memory_order_seq_cst);
}

void code_fetch_add(word& at, std::uint64_t* into) {
  into[0] = at.fetch_add(into[0], std::memory_order_relaxed);
  into[1] = at.fetch_add(into[1], std::memory_order_acquire);
  into[2] = at.fetch_add(into[2], std::memory_order_release);
  into[3] = at.fetch_add(into[3], std::memory_order_acq_rel);
  into[4] = at.fetch_add(into[4], std::memory_order_seq_cst);
}

void code_fence() {
  std::atomic_thread_fence(std::memory_order_acquire);
  std::atomic_thread_fence(std::memory_order_release);
  std::atomic_thread_fence(std::memory_order_acq_rel);
  std::atomic_thread_fence(std::memory_order_seq_cst);
}

void code_strong(word& at, std::uint64_t& expected, bool* won) {
  won[0] = at.compare_exchange_strong(expected, 0, std::memory_order_relaxed, std::memory_order_relaxed);
  won[1] = at.compare_exchange_strong(expected, 1, std::memory_order_relaxed, std::memory_order_acquire);
  won[2] = at.compare_exchange_strong(expected, 2, std::memory_order_relaxed, std::memory_order_seq_cst);
  won[3] = at.compare_exchange_strong(expected, 3, std::memory_order_acquire, std::memory_order_relaxed);
  won[4] = at.compare_exchange_strong(expected, 4, std::memory_order_acquire, std::memory_order_acquire);
  won[5] = at.compare_exchange_strong(expected, 5, std::memory_order_acquire, std::memory_order_seq_cst);
  won[6] = at.compare_exchange_strong(expected, 6, std::memory_order_release, std::memory_order_relaxed);
  won[7] = at.compare_exchange_strong(expected, 7, std::memory_order_release, std::memory_order_acquire);
  won[8] = at.compare_exchange_strong(expected, 8, std::memory_order_release, std::memory_order_seq_cst);
  won[9] = at.compare_exchange_strong(expected, 9, std::memory_order_acq_rel, std::memory_order_relaxed);
  won[10] = at.compare_exchange_strong(expected, 10, std::memory_order_acq_rel, std::memory_order_acquire);
  won[11] = at.compare_exchange_strong(expected, 11, std::memory_order_acq_rel, std::memory_order_seq_cst);
  won[12] = at.compare_exchange_strong(expected, 12, std::memory_order_seq_cst, std::memory_order_relaxed);
  won[13] = at.compare_exchange_strong(expected, 13, std::memory_order_seq_cst, std::memory_order_acquire);
  won[14] = at.compare_exchange_strong(expected, 14, std::memory_order_seq_cst, std::memory_order_seq_cst);
}

void code_weak(word& at, std::uint64_t& expected, bool* won) {
  won[0] = at.compare_exchange_weak(expected, 0, std::memory_order_relaxed, std::memory_order_relaxed);
  won[1] = at.compare_exchange_weak(expected, 1, std::memory_order_relaxed, std::memory_order_acquire);
  won[2] = at.compare_exchange_weak(expected, 2, std::memory_order_relaxed, std::memory_order_seq_cst);
  won[3] = at.compare_exchange_weak(expected, 3, std::memory_order_acquire, std::memory_order_relaxed);
  won[4] = at.compare_exchange_weak(expected, 4, std::memory_order_acquire, std::memory_order_acquire);
  won[5] = at.compare_exchange_weak(expected, 5, std::memory_order_acquire, std::memory_order_seq_cst);
  won[6] = at.compare_exchange_weak(expected, 6, std::memory_order_release, std::memory_order_relaxed);
  won[7] = at.compare_exchange_weak(expected, 7, std::memory_order_release, std::memory_order_acquire);
  won[8] = at.compare_exchange_weak(expected, 8, std::memory_order_release, std::memory_order_seq_cst);
  won[9] = at.compare_exchange_weak(expected, 9, std::memory_order_acq_rel, std::memory_order_relaxed);
  won[10] = at.compare_exchange_weak(expected, 10, std::memory_order_acq_rel, std::memory_order_acquire);
  won[11] = at.compare_exchange_weak(expected, 11, std::memory_order_acq_rel, std::memory_order_seq_cst);
  won[12] = at.compare_exchange_weak(expected, 12, std::memory_order_seq_cst, std::memory_order_relaxed);
  won[13] = at.compare_exchange_weak(expected, 13, std::memory_order_seq_cst, std::memory_order_acquire);
  won[14] = at.compare_exchange_weak(expected, 14, std::memory_order_seq_cst, std::memory_order_seq_cst);
}

}  // extern "C"
