// The run-time record of a named site, in the worlds that keep one (model, counted, perturbed).
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

#include "wyn/sync/ordering.hpp"

namespace wyn::sync {

enum class operation { load, store, rmw, cas, cas_failure, fence, light_fence, heavy_fence, wait, wake };

constexpr std::string_view to_text(operation op) {
  constexpr std::string_view text[] = {"load",  "store",       "rmw",         "cas",  "cas_failure",
                                       "fence", "light_fence", "heavy_fence", "wait", "wake"};
  return text[static_cast<std::size_t>(op)];
}

struct site_record {
  site_record(std::string_view site_name, operation site_operation, order declared_order) noexcept
      : name(site_name), op(site_operation), declared(declared_order), effective(declared_order), next(first) {
    first = this;
  }
  site_record(const site_record&) = delete;
  site_record& operator=(const site_record&) = delete;

  const std::string_view name;
  const operation op;
  const order declared;
  order effective;       // what the model runs: weaker than `declared` in a mutant
  bool omitted = false;  // what the model runs: a store that stores nothing, a CAS that always fails
  std::atomic<std::uint64_t> visits{0};
  site_record* const next;

  // Every site instantiated in this program, linked before main.
  static inline constinit site_record* first = nullptr;
};

template <any_order Order, operation Operation>
inline site_record site{Order::name, Operation, Order::value};

}  // namespace wyn::sync
