// backend: what the engine needs from the model world beside the seam.
#pragma once

namespace wyn::sync::model {

/// Objects and stores are numbered anew in every execution.
void restart_numbering() noexcept;

/// A modelled thread begins or ends. `count` is how many threads the model has.
void thread_begins(unsigned count) noexcept;
void thread_ends() noexcept;

}  // namespace wyn::sync::model
