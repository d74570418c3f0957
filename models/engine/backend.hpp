// backend: what the engine needs from the model world beside the seam.
#pragma once

namespace wyn::sync::model {

/// Objects and stores are numbered anew in every execution.
void restart_numbering() noexcept;

/// A modelled thread begins or ends. `threads` is how many the model has.
void thread_begins(unsigned threads) noexcept;
void thread_ends() noexcept;

}  // namespace wyn::sync::model
