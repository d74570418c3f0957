// backend: what the engine needs from the model world beside the seam.
#pragma once

namespace wyn::sync::model {

/// Objects and stores are numbered anew in every execution.
void restart_numbering() noexcept;

}  // namespace wyn::sync::model
