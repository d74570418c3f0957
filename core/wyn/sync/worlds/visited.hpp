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
  template <typename Order>
  static void light_fence() noexcept {
    Visit(site<Order, operation::light_fence>);
  }
  template <typename Order>
  static void heavy_fence() noexcept {
    Visit(site<Order, operation::heavy_fence>);
  }
  template <typename Order>
  static void wait() noexcept {
    Visit(site<Order, operation::wait>);
  }
  template <typename Order>
  static void wake() noexcept {
    Visit(site<Order, operation::wake>);
  }
};

}  // namespace wyn::sync
