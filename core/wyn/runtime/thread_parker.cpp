#include "wyn/runtime/thread_parker.hpp"

#include "wyn/sync/per_thread.hpp"
#include "wyn/sync/process_wide.hpp"
#include "wyn/sync/thread_exit.hpp"

namespace wyn::runtime {

namespace {

using parker_depot = basic_pool_depot<lasting_parker>;

parker_depot& parkers() {
  return sync::process_wide<parker_depot>();
}

struct parker_tag;

}  // namespace

lasting_parker& parker_of_this_thread() {
  auto& mine = sync::per_thread<parker_tag, lasting_parker*>();
  if (mine != nullptr) return *mine;
  lasting_parker& adopted = parkers().adopt();
  try {
    sync::at_thread_exit(
        [](void* lasting) {
          sync::per_thread<parker_tag, lasting_parker*>() = nullptr;
          parkers().hand_back(*static_cast<lasting_parker*>(lasting));
        },
        &adopted);
  } catch (...) {
    parkers().hand_back(adopted);
    throw;
  }
  mine = &adopted;
  return adopted;
}

}  // namespace wyn::runtime
