// Named memory orders: the only orders the seam accepts.
//
// A site reads `bottom_.store(b, release<"deque.push.publish">)`: the order acts where it is read, and the name is
// what the ledger, the models, the mutants and the reports call the site. An order without a name, or a name that is
// not `<file>.<operation>.<purpose>`, does not compile.
#pragma once

#include <cstddef>
#include <string_view>

namespace wyn::sync {

enum class order { relaxed, acquire, release, acq_rel, seq_cst };

constexpr std::string_view to_text(order o) {
  constexpr std::string_view text[] = {"relaxed", "acquire", "release", "acq_rel", "seq_cst"};
  return text[static_cast<std::size_t>(o)];
}

// Lower-case words joined by `_`, in at least three parts joined by `.`.
constexpr bool is_site_name(std::string_view text) {
  std::size_t parts = 1;
  char previous = '.';
  for (const char c : text) {
    const bool separator = c == '.' || c == '_';
    const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9' && previous != '.');
    if (!word && !separator) return false;
    if (separator && (previous == '.' || previous == '_')) return false;
    if (c == '.') ++parts;
    previous = c;
  }
  return parts >= 3 && previous != '.' && previous != '_';
}

template <std::size_t Size>
struct site_name {
  char text[Size]{};
  // Implicit, so that a string literal is a template argument.
  consteval site_name(const char (&literal)[Size]) {
    for (std::size_t i = 0; i < Size; ++i) text[i] = literal[i];
  }
  [[nodiscard]] constexpr std::string_view view() const { return {text, Size - 1}; }
};

template <order Order, site_name Name>
struct named_order {
  static_assert(is_site_name(Name.view()), "a site is named <file>.<operation>.<purpose>");
  static constexpr order value = Order;
  static constexpr std::string_view name = Name.view();
};

template <site_name Name>
inline constexpr named_order<order::relaxed, Name> relaxed{};
template <site_name Name>
inline constexpr named_order<order::acquire, Name> acquire{};
template <site_name Name>
inline constexpr named_order<order::release, Name> release{};
template <site_name Name>
inline constexpr named_order<order::acq_rel, Name> acq_rel{};
template <site_name Name>
inline constexpr named_order<order::seq_cst, Name> seq_cst{};

template <typename T>
inline constexpr bool is_named_order = false;
template <order Order, site_name Name>
inline constexpr bool is_named_order<named_order<Order, Name>> = true;

template <typename T>
concept any_order = is_named_order<T>;
template <typename T>
concept load_order = any_order<T> &&
    (T::value == order::relaxed || T::value == order::acquire || T::value == order::seq_cst);
template <typename T>
concept store_order = any_order<T> &&
    (T::value == order::relaxed || T::value == order::release || T::value == order::seq_cst);
template <typename T>
concept fence_order = any_order<T> && T::value != order::relaxed;
template <typename T>
concept seq_cst_order = any_order<T> && T::value == order::seq_cst;
template <typename T>
concept relaxed_order = any_order<T> && T::value == order::relaxed;

}  // namespace wyn::sync
