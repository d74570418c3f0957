// tree_size: how many files and bytes lie below directories, each directory looked at by a task of its own.
//
//   tree_size DIRECTORY...
//
// A line for each: bytes, files, directories, name. Links are not followed. What cannot be read is named on standard error
// and left out; the exit status is 1 then.
#include <CLI/CLI.hpp>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "wyn/future.hpp"

namespace wyn::examples {
namespace {

struct totals {
  std::uint64_t bytes = 0;
  std::uint64_t files = 0;
  std::uint64_t directories = 0;
  std::vector<std::string> errors;

  void add(totals&& other) {
    bytes += other.bytes;
    files += other.files;
    directories += other.directories;
    errors.insert(errors.end(), other.errors.begin(), other.errors.end());
  }
  void add_error(const std::filesystem::path& where, const std::error_code& why) {
    errors.push_back(where.string() + ": " + why.message());
  }
};

void add_file(totals& sum, const std::filesystem::directory_entry& entry) {
  std::error_code why;
  const std::uint64_t bytes = entry.file_size(why);
  if (why) return sum.add_error(entry.path(), why);
  sum.bytes += bytes;
  ++sum.files;
}

totals totals_of(scheduler& workers, const std::filesystem::path& directory) {
  totals sum;
  sum.directories = 1;
  std::vector<future<totals>> below;
  std::error_code why;
  std::filesystem::directory_iterator entries(directory, why);
  for (; !why && entries != std::filesystem::directory_iterator(); entries.increment(why)) {
    std::error_code unknown;
    const std::filesystem::file_status status = entries->symlink_status(unknown);
    if (std::filesystem::is_directory(status)) {
      below.push_back(async(workers, [&workers, path = entries->path()] { return totals_of(workers, path); }));
    } else if (std::filesystem::is_regular_file(status)) {
      add_file(sum, *entries);
    }
  }
  if (why) sum.add_error(directory, why);
  for (future<totals>& each : below) sum.add(each.get());
  return sum;
}

int main_with(const std::vector<std::string>& names) {
  scheduler workers;
  int status = 0;
  std::vector<future<totals>> all;
  for (const std::string& name : names) {
    all.push_back(async(workers, [&workers, &name] { return totals_of(workers, name); }));
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    const totals sum = all[i].get();
    std::printf("%llu\t%llu\t%llu\t%s\n", static_cast<unsigned long long>(sum.bytes),
                static_cast<unsigned long long>(sum.files), static_cast<unsigned long long>(sum.directories),
                names[i].c_str());
    for (const std::string& error : sum.errors) std::cerr << "tree_size: " << error << '\n';
    if (!sum.errors.empty()) status = 1;
  }
  return status;
}

}  // namespace
}  // namespace wyn::examples

int main(int argc, char** argv) {
  CLI::App command("How many files and bytes lie below directories.");
  std::vector<std::string> names;
  command.add_option("directories", names, "the directories")->required();
  CLI11_PARSE(command, argc, argv);
  return wyn::examples::main_with(names);
}
