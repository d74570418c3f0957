// processors: how many processors the process may use, from its affinity mask and its cgroup's quota.
#pragma once

#include <filesystem>

namespace wyn::runtime {

/// Where the kernel's files are; tests have their own.
struct system_files {
  std::filesystem::path cgroup_of_self = "/proc/self/cgroup";
  std::filesystem::path cgroup_root = "/sys/fs/cgroup";
};

/// Processors in the calling thread's affinity mask; at least 1. Any thread.
[[nodiscard]] unsigned processors_in_affinity_mask() noexcept;

/// What the CPU quota of the process's cgroup (v1 or v2) and of those above it amounts to, in processors, rounded up;
/// 0 if there is none or it cannot be read. Any thread.
[[nodiscard]] unsigned processors_in_quota(const system_files& files = {});

/// The smaller of the two, at least 1. Any thread.
[[nodiscard]] unsigned usable_processors(const system_files& files = {});

}  // namespace wyn::runtime
