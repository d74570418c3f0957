// A visitor that hands each site's record to a function before the operation. Counted and perturbed share it.
#pragma once

#include "wyn/sync/site.hpp"

namespace wyn::sync {

template <void (*Visit)(site_record&) noexcept>
struct site_visitor {
  template <typename Order>
  static void load() noexcept {
    Visit(site<Order, operation::load>);
  }
  template <typename Order>
  static void store() noexcept {
    Visit(site<Order, operation::store>);
  }
  template <typename Order>
  static void rmw() noexcept {
    Visit(site<Order, operation::rmw>);
  }
  template <typename Order>
  static void cas() noexcept {
    Visit(site<Order, operation::cas>);
  }
  template <typename Order>
  static void cas_failure() noexcept {
    Visit(site<Order, operation::cas_failure>);
  }
  template <typename Order>
  static void fence() noexcept {
    Visit(site<Order, operation::fence>);
  }
};

}  // namespace wyn::sync
