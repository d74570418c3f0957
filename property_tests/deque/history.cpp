#include "property_tests/deque/history.hpp"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <utility>

#include "wyn/sync/clock.hpp"

namespace wyn::properties {

std::int64_t stamp() noexcept {
#if defined(WYN_WORLD_MODEL)
  static std::int64_t stamps = 0;
  return ++stamps;
#else
  return sync::now().time_since_epoch().count();
#endif
}

void thread_log::add(const operation& done) noexcept {
  if (size_ == limit) return complain("a log is too short for its program");
  operations_[size_++] = done;
}

std::string to_text(const operation& done) {
  const std::string element = std::to_string(done.element);
  switch (done.what) {
    case event::pushed: return "push " + element;
    case event::full: return "push " + element + ": full";
    case event::took: return "take: " + element;
    case event::took_none: return "take: none";
    case event::stole: return "steal: " + element;
    case event::found_empty: return "steal: empty";
    case event::lost: return "steal: lost";
  }
  return "";
}

std::string to_text(const history& told) {
  std::vector<std::pair<unsigned, operation>> all;
  for (unsigned thread = 0; thread < told.threads; ++thread) {
    for (unsigned i = 0; i < told.logs[thread].size(); ++i) all.emplace_back(thread, told.logs[thread][i]);
  }
  std::stable_sort(all.begin(), all.end(), [](auto& a, auto& b) { return a.second.begin < b.second.begin; });
  const std::int64_t origin = all.empty() ? 0 : all.front().second.begin;
  std::string text = "     begin       end  one column per thread, the owner's first\n";
  for (const auto& [thread, done] : all) {
    char times[40];
    std::snprintf(times, sizeof times, "%10lld%10lld  ", static_cast<long long>(done.begin - origin),
                  static_cast<long long>(done.end - origin));
    text += times + std::string(std::size_t{16} * thread, ' ') + to_text(done) + '\n';
  }
  return text;
}

}  // namespace wyn::properties
