#include "wyn/runtime/processors.hpp"

#include <sched.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace wyn::runtime {

namespace {

// A cgroup of the process: which controllers its hierarchy has (none named: version 2), and its path in it.
struct membership {
  std::string controllers;
  std::string path;
};

std::vector<membership> memberships(const std::filesystem::path& file) {
  std::vector<membership> found;
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    const auto first = line.find(':');
    const auto second = first == std::string::npos ? first : line.find(':', first + 1);
    if (second == std::string::npos) continue;
    found.push_back({line.substr(first + 1, second - first - 1), line.substr(second + 1)});
  }
  return found;
}

bool controls_processors(const std::string& controllers) {
  std::istringstream names(controllers);
  for (std::string name; std::getline(names, name, ',');) {
    if (name == "cpu") return true;
  }
  return false;
}

unsigned rounded_up(double processors) {
  const auto whole = static_cast<unsigned>(processors);
  return whole + (processors > whole ? 1 : 0);
}

// Version 2: "max 100000" or "150000 100000".
std::optional<double> quota_in(const std::filesystem::path& folder) {
  std::ifstream both(folder / "cpu.max");
  double quota = 0;
  double period = 0;
  if (both >> quota >> period && quota > 0 && period > 0) return quota / period;
  std::ifstream one(folder / "cpu.cfs_quota_us");
  std::ifstream other(folder / "cpu.cfs_period_us");
  if (one >> quota && other >> period && quota > 0 && period > 0) return quota / period;
  return std::nullopt;
}

// The smallest quota from the cgroup up to the root. Inside a container the path may name folders that only the host
// sees: the root's own files count then.
std::optional<double> smallest_quota(const std::filesystem::path& root, const std::string& path) {
  std::optional<double> smallest;
  std::filesystem::path folder = std::filesystem::path(path).relative_path();
  for (;;) {
    const auto quota = quota_in(root / folder);
    if (quota && (!smallest || *quota < *smallest)) smallest = quota;
    if (folder.empty()) return smallest;
    folder = folder.parent_path();
  }
}

std::vector<std::filesystem::path> roots_of(const membership& group, const std::filesystem::path& root) {
  if (group.controllers.empty()) return {root, root / "unified"};
  if (controls_processors(group.controllers)) return {root / group.controllers, root / "cpu"};
  return {};
}

}  // namespace

unsigned processors_in_affinity_mask() noexcept {
  // More than 1024 processors need a larger mask: EINVAL says so.
  for (std::size_t processors = 1024; processors <= 1U << 20; processors *= 2) {
    cpu_set_t* const mask = CPU_ALLOC(processors);
    if (mask == nullptr) return 1;
    const std::size_t bytes = CPU_ALLOC_SIZE(processors);
    const bool read = ::sched_getaffinity(0, bytes, mask) == 0;
    const int count = read ? CPU_COUNT_S(bytes, mask) : 0;
    CPU_FREE(mask);
    if (read) return count > 0 ? static_cast<unsigned>(count) : 1;
  }
  return 1;
}

unsigned processors_in_quota(const system_files& files) {
  std::optional<double> smallest;
  for (const membership& group : memberships(files.cgroup_of_self)) {
    for (const std::filesystem::path& root : roots_of(group, files.cgroup_root)) {
      const auto quota = smallest_quota(root, group.path);
      if (quota && (!smallest || *quota < *smallest)) smallest = quota;
    }
  }
  return smallest ? std::max(1U, rounded_up(*smallest)) : 0;
}

unsigned usable_processors(const system_files& files) {
  const unsigned mask = processors_in_affinity_mask();
  const unsigned quota = processors_in_quota(files);
  return quota == 0 ? mask : std::min(mask, quota);
}

}  // namespace wyn::runtime
