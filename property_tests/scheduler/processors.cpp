// Quotas of made-up cgroup trees: the smallest one from the process's cgroup up to the root counts, rounded up.
#include "wyn/runtime/processors.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

namespace wyn::properties {
namespace {

// A folder with files, gone at the end.
class cgroup_tree {
 public:
  cgroup_tree() {
    const std::filesystem::path memory = "/dev/shm";
    const bool fast = ::access(memory.c_str(), W_OK) == 0;
    std::string pattern = ((fast ? memory : std::filesystem::temp_directory_path()) / "wyn_cgroup_XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
  }
  cgroup_tree(const cgroup_tree&) = delete;
  cgroup_tree& operator=(const cgroup_tree&) = delete;
  ~cgroup_tree() { std::filesystem::remove_all(folder_); }

  cgroup_tree& file(const std::string& path, const std::string& text) {
    std::filesystem::create_directories((folder_ / path).parent_path());
    std::ofstream(folder_ / path) << text;
    return *this;
  }
  [[nodiscard]] runtime::system_files files() const { return {folder_ / "self", folder_ / "root"}; }
  [[nodiscard]] unsigned quota() const { return runtime::processors_in_quota(files()); }

 private:
  std::filesystem::path folder_;
};

TEST(processors, without_files_there_is_no_quota) {
  const cgroup_tree tree;
  EXPECT_EQ(tree.quota(), 0U);
  EXPECT_EQ(runtime::usable_processors(tree.files()), runtime::processors_in_affinity_mask());
}

TEST(processors, version_two_says_max_or_a_quota) {
  EXPECT_EQ(cgroup_tree().file("self", "0::/a\n").file("root/a/cpu.max", "max 100000\n").quota(), 0U);
  EXPECT_EQ(cgroup_tree().file("self", "0::/a\n").file("root/a/cpu.max", "200000 100000\n").quota(), 2U);
  EXPECT_EQ(cgroup_tree().file("self", "0::/a\n").file("root/a/cpu.max", "150000 100000\n").quota(), 2U);
  EXPECT_EQ(cgroup_tree().file("self", "0::/a\n").file("root/a/cpu.max", "1000 100000\n").quota(), 1U);
  EXPECT_EQ(cgroup_tree().file("self", "0::/\n").file("root/cpu.max", "300000 100000\n").quota(), 3U);
}

TEST(processors, a_quota_above_counts_too) {
  cgroup_tree tree;
  tree.file("self", "0::/a/b/c\n")
      .file("root/a/b/c/cpu.max", "800000 100000\n")
      .file("root/a/b/cpu.max", "max 100000\n");
  EXPECT_EQ(tree.quota(), 8U);
  tree.file("root/a/cpu.max", "250000 100000\n");
  EXPECT_EQ(tree.quota(), 3U);
}

// The path is the host's; below the root that the container sees there is no such folder.
TEST(processors, in_a_container_the_roots_own_files_count) {
  EXPECT_EQ(cgroup_tree().file("self", "0::/docker/0123\n").file("root/cpu.max", "200000 100000\n").quota(), 2U);
  EXPECT_EQ(cgroup_tree().file("self", "0::/../../outside\n").file("root/cpu.max", "200000 100000\n").quota(), 2U);
}

TEST(processors, version_one_has_two_files) {
  cgroup_tree tree;
  tree.file("self", "12:memory:/a\n4:cpu,cpuacct:/a/b\n").file("root/cpu,cpuacct/a/b/cpu.cfs_quota_us", "-1\n");
  tree.file("root/cpu,cpuacct/a/b/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(tree.quota(), 0U) << "-1 is none";
  tree.file("root/cpu,cpuacct/a/cpu.cfs_quota_us", "350000\n");
  EXPECT_EQ(tree.quota(), 0U) << "a period is missing";
  tree.file("root/cpu,cpuacct/a/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(tree.quota(), 4U);
}

// Hybrid: the controller is mounted in version 1, as "cpu", beside a version 2 tree without it.
TEST(processors, both_versions_at_once) {
  cgroup_tree tree;
  tree.file("self", "4:cpu:/a\n0::/b\n").file("root/cpu/a/cpu.cfs_quota_us", "400000\n");
  tree.file("root/cpu/a/cpu.cfs_period_us", "100000\n").file("root/unified/b/cgroup.procs", "1\n");
  EXPECT_EQ(tree.quota(), 4U);
  tree.file("root/unified/b/cpu.max", "100000 100000\n");
  EXPECT_EQ(tree.quota(), 1U);
}

TEST(processors, what_cannot_be_understood_is_no_quota) {
  for (const char* self : {"", "\n", "nonsense\n", "0:\n", "0::\n", "0::/a\n"}) {
    for (const char* max : {"", "max", "100000", "-1 100000", "0 100000", "100000 0", "x y"}) {
      EXPECT_EQ(cgroup_tree().file("self", self).file("root/a/cpu.max", max).quota(), 0U) << self << max;
    }
  }
}

// Quotas in thousandths of a processor, one per level, 0: max.
TEST(processors, the_smallest_of_any_nesting_counts) {
  EXPECT_TRUE(rc::check("quotas of nested cgroups", [] {
    const auto levels = *rc::gen::container<std::vector<unsigned>>(rc::gen::inRange(0U, 64'000U));
    cgroup_tree tree;
    std::string path;
    std::optional<unsigned> smallest;
    for (std::size_t i = 0; i < std::min<std::size_t>(levels.size(), 8); ++i) {
      if (i > 0) path += "/g";
      tree.file("root" + path + "/cpu.max",
                levels[i] == 0 ? "max 100000" : std::to_string(levels[i] * 100) + " 100000");
      if (levels[i] != 0) smallest = std::min(smallest.value_or(levels[i]), levels[i]);
    }
    tree.file("self", "0::" + (path.empty() ? "/" : path) + "\n");
    RC_ASSERT(tree.quota() == (smallest ? (*smallest + 999) / 1000 : 0));
  }));
}

}  // namespace
}  // namespace wyn::properties
