// exposure_request: at most one interrupt is on its way to an owner whose private work somebody wants.
//
//   thief: ask (true: interrupt the owner) -> pending -> owner's handler: begin, then publish, then notify
//
// A thief may rely on a pending request as on a searcher: what is private when the handler begins is published and
// somebody is woken for it. So begin comes before the handler looks. Checked by models/exposure_request and
// `gate exposure_request`.
//
// Field rights
//   pending_   set by thieves, cleared by the owner's handler
#pragma once

#include <cstdint>

#include "wyn/sync/atomic.hpp"

namespace wyn {

class exposure_request {
 public:
  /// True if the caller is to interrupt the owner, false if somebody did. Any thread; wait-free.
  [[nodiscard]] bool ask() noexcept {
    // Relaxed: the interrupt orders the handler after it, and who finds it set relies on begin's clearing.
    return pending_.exchange(1, sync::relaxed<"exposure_request.ask.pending">) == 0;
  }

  /// Whether an interrupt is on its way. Any thread; wait-free.
  [[nodiscard]] bool pending() const noexcept {
    // Relaxed: ordered by the asker's fence in the sleeping protocol.
    return pending_.load(sync::relaxed<"exposure_request.pending.look">) != 0;
  }

  /// The owner's handler begins: from here on a new request is an interrupt of its own. The owner's thread; wait-free.
  void begin() noexcept {
    // Relaxed: ordered before the handler's look by the fence below.
    pending_.store(0, sync::relaxed<"exposure_request.begin.clear">);
    // Of the clearing and what a thief saw private, one is seen by the other.
    // pairs: idle.look.fence, idle.look.heavy
    // without: a thief relies on a request whose handler has looked already, and sleeps beside private work
    sync::fence(sync::seq_cst<"exposure_request.begin.fence">);
  }

 private:
  sync::atomic<std::uint32_t> pending_{0};
};

}  // namespace wyn
