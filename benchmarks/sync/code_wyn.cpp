// Every operation of the seam with every order that it takes, whose machine code same_code.py compares, through wyn. In
// the same order in both files.
#include <cstdint>

#include "wyn/sync/atomic.hpp"

using word = wyn::sync::atomic<std::uint64_t>;

extern "C" {

void code_load(word& at, std::uint64_t* into) {
  into[0] = at.load(wyn::sync::relaxed<"code.load.relaxed">);
  into[1] = at.load(wyn::sync::acquire<"code.load.acquire">);
  into[2] = at.load(wyn::sync::seq_cst<"code.load.seq_cst">);
}

void code_store(word& at, std::uint64_t value) {
  at.store(value, wyn::sync::relaxed<"code.store.relaxed">);
  at.store(value, wyn::sync::release<"code.store.release">);
  at.store(value, wyn::sync::seq_cst<"code.store.seq_cst">);
}

void code_exchange(word& at, std::uint64_t* into) {
  into[0] = at.exchange(into[0], wyn::sync::relaxed<"code.exchange.relaxed">);
  into[1] = at.exchange(into[1], wyn::sync::acquire<"code.exchange.acquire">);
  into[2] = at.exchange(into[2], wyn::sync::release<"code.exchange.release">);
  into[3] = at.exchange(into[3], wyn::sync::acq_rel<"code.exchange.acq_rel">);
  into[4] = at.exchange(into[4], wyn::sync::seq_cst<"code.exchange.seq_cst">);
}

void code_fetch_add(word& at, std::uint64_t* into) {
  into[0] = at.fetch_add(into[0], wyn::sync::relaxed<"code.fetch_add.relaxed">);
  into[1] = at.fetch_add(into[1], wyn::sync::acquire<"code.fetch_add.acquire">);
  into[2] = at.fetch_add(into[2], wyn::sync::release<"code.fetch_add.release">);
  into[3] = at.fetch_add(into[3], wyn::sync::acq_rel<"code.fetch_add.acq_rel">);
  into[4] = at.fetch_add(into[4], wyn::sync::seq_cst<"code.fetch_add.seq_cst">);
}

void code_fence() {
  wyn::sync::fence(wyn::sync::acquire<"code.fence.acquire">);
  wyn::sync::fence(wyn::sync::release<"code.fence.release">);
  wyn::sync::fence(wyn::sync::acq_rel<"code.fence.acq_rel">);
  wyn::sync::fence(wyn::sync::seq_cst<"code.fence.seq_cst">);
}

void code_strong(word& at, std::uint64_t& expected, bool* won) {
  won[0] = at.compare_exchange_strong(expected, 0, wyn::sync::relaxed<"code.strong.relaxed_then_relaxed">,
                                      wyn::sync::relaxed<"code.strong.relaxed_after_relaxed">);
  won[1] = at.compare_exchange_strong(expected, 1, wyn::sync::relaxed<"code.strong.relaxed_then_acquire">,
                                      wyn::sync::acquire<"code.strong.acquire_after_relaxed">);
  won[2] = at.compare_exchange_strong(expected, 2, wyn::sync::relaxed<"code.strong.relaxed_then_seq_cst">,
                                      wyn::sync::seq_cst<"code.strong.seq_cst_after_relaxed">);
  won[3] = at.compare_exchange_strong(expected, 3, wyn::sync::acquire<"code.strong.acquire_then_relaxed">,
                                      wyn::sync::relaxed<"code.strong.relaxed_after_acquire">);
  won[4] = at.compare_exchange_strong(expected, 4, wyn::sync::acquire<"code.strong.acquire_then_acquire">,
                                      wyn::sync::acquire<"code.strong.acquire_after_acquire">);
  won[5] = at.compare_exchange_strong(expected, 5, wyn::sync::acquire<"code.strong.acquire_then_seq_cst">,
                                      wyn::sync::seq_cst<"code.strong.seq_cst_after_acquire">);
  won[6] = at.compare_exchange_strong(expected, 6, wyn::sync::release<"code.strong.release_then_relaxed">,
                                      wyn::sync::relaxed<"code.strong.relaxed_after_release">);
  won[7] = at.compare_exchange_strong(expected, 7, wyn::sync::release<"code.strong.release_then_acquire">,
                                      wyn::sync::acquire<"code.strong.acquire_after_release">);
  won[8] = at.compare_exchange_strong(expected, 8, wyn::sync::release<"code.strong.release_then_seq_cst">,
                                      wyn::sync::seq_cst<"code.strong.seq_cst_after_release">);
  won[9] = at.compare_exchange_strong(expected, 9, wyn::sync::acq_rel<"code.strong.acq_rel_then_relaxed">,
                                      wyn::sync::relaxed<"code.strong.relaxed_after_acq_rel">);
  won[10] = at.compare_exchange_strong(expected, 10, wyn::sync::acq_rel<"code.strong.acq_rel_then_acquire">,
                                       wyn::sync::acquire<"code.strong.acquire_after_acq_rel">);
  won[11] = at.compare_exchange_strong(expected, 11, wyn::sync::acq_rel<"code.strong.acq_rel_then_seq_cst">,
                                       wyn::sync::seq_cst<"code.strong.seq_cst_after_acq_rel">);
  won[12] = at.compare_exchange_strong(expected, 12, wyn::sync::seq_cst<"code.strong.seq_cst_then_relaxed">,
                                       wyn::sync::relaxed<"code.strong.relaxed_after_seq_cst">);
  won[13] = at.compare_exchange_strong(expected, 13, wyn::sync::seq_cst<"code.strong.seq_cst_then_acquire">,
                                       wyn::sync::acquire<"code.strong.acquire_after_seq_cst">);
  won[14] = at.compare_exchange_strong(expected, 14, wyn::sync::seq_cst<"code.strong.seq_cst_then_seq_cst">,
                                       wyn::sync::seq_cst<"code.strong.seq_cst_after_seq_cst">);
}

void code_weak(word& at, std::uint64_t& expected, bool* won) {
  won[0] = at.compare_exchange_weak(expected, 0, wyn::sync::relaxed<"code.weak.relaxed_then_relaxed">,
                                    wyn::sync::relaxed<"code.weak.relaxed_after_relaxed">);
  won[1] = at.compare_exchange_weak(expected, 1, wyn::sync::relaxed<"code.weak.relaxed_then_acquire">,
                                    wyn::sync::acquire<"code.weak.acquire_after_relaxed">);
  won[2] = at.compare_exchange_weak(expected, 2, wyn::sync::relaxed<"code.weak.relaxed_then_seq_cst">,
                                    wyn::sync::seq_cst<"code.weak.seq_cst_after_relaxed">);
  won[3] = at.compare_exchange_weak(expected, 3, wyn::sync::acquire<"code.weak.acquire_then_relaxed">,
                                    wyn::sync::relaxed<"code.weak.relaxed_after_acquire">);
  won[4] = at.compare_exchange_weak(expected, 4, wyn::sync::acquire<"code.weak.acquire_then_acquire">,
                                    wyn::sync::acquire<"code.weak.acquire_after_acquire">);
  won[5] = at.compare_exchange_weak(expected, 5, wyn::sync::acquire<"code.weak.acquire_then_seq_cst">,
                                    wyn::sync::seq_cst<"code.weak.seq_cst_after_acquire">);
  won[6] = at.compare_exchange_weak(expected, 6, wyn::sync::release<"code.weak.release_then_relaxed">,
                                    wyn::sync::relaxed<"code.weak.relaxed_after_release">);
  won[7] = at.compare_exchange_weak(expected, 7, wyn::sync::release<"code.weak.release_then_acquire">,
                                    wyn::sync::acquire<"code.weak.acquire_after_release">);
  won[8] = at.compare_exchange_weak(expected, 8, wyn::sync::release<"code.weak.release_then_seq_cst">,
                                    wyn::sync::seq_cst<"code.weak.seq_cst_after_release">);
  won[9] = at.compare_exchange_weak(expected, 9, wyn::sync::acq_rel<"code.weak.acq_rel_then_relaxed">,
                                    wyn::sync::relaxed<"code.weak.relaxed_after_acq_rel">);
  won[10] = at.compare_exchange_weak(expected, 10, wyn::sync::acq_rel<"code.weak.acq_rel_then_acquire">,
                                     wyn::sync::acquire<"code.weak.acquire_after_acq_rel">);
  won[11] = at.compare_exchange_weak(expected, 11, wyn::sync::acq_rel<"code.weak.acq_rel_then_seq_cst">,
                                     wyn::sync::seq_cst<"code.weak.seq_cst_after_acq_rel">);
  won[12] = at.compare_exchange_weak(expected, 12, wyn::sync::seq_cst<"code.weak.seq_cst_then_relaxed">,
                                     wyn::sync::relaxed<"code.weak.relaxed_after_seq_cst">);
  won[13] = at.compare_exchange_weak(expected, 13, wyn::sync::seq_cst<"code.weak.seq_cst_then_acquire">,
                                     wyn::sync::acquire<"code.weak.acquire_after_seq_cst">);
  won[14] = at.compare_exchange_weak(expected, 14, wyn::sync::seq_cst<"code.weak.seq_cst_then_seq_cst">,
                                     wyn::sync::seq_cst<"code.weak.seq_cst_after_seq_cst">);
}

}  // extern "C"
