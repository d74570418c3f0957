// compress: a file in blocks, each compressed by a task of its own. `gzip -d` gives the same bytes back, since gzip members
// may follow one another.
//
//   compress FILE OUTPUT [--block BYTES] [--level 1..9]
//
// At most `ahead` blocks are in memory. The output appears under its name only when it is whole.
#include <zlib.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>

#include "examples/files.hpp"
#include "wyn/future.hpp"

namespace wyn::examples {
namespace {

struct wanted {
  std::filesystem::path from;
  std::filesystem::path to;
  std::size_t block = 1 << 20;
  int level = 6;
};

constexpr std::size_t ahead = 64;
constexpr int gzip_members = 15 + 16;  // zlib's window bits: the largest window, in gzip's format

std::string compressed(const std::string& bytes, int level) {
  z_stream stream{};
  if (deflateInit2(&stream, level, Z_DEFLATED, gzip_members, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("zlib has no memory");
  }
  std::string member(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(member.data());
  stream.avail_out = static_cast<uInt>(member.size());
  const int ended = deflate(&stream, Z_FINISH);
  member.resize(member.size() - stream.avail_out);
  deflateEnd(&stream);
  if (ended != Z_STREAM_END) throw std::runtime_error("zlib did not come to the end of a block");
  return member;
}

class compressor {
 public:
  explicit compressor(const wanted& what) : what_(what), in_(what.from, std::ios::binary) {
    if (!in_ || std::filesystem::is_directory(what.from)) throw failed(what.from);
    out_.open(unfinished_, std::ios::binary);
    if (!out_) throw failed(unfinished_);
  }
  compressor(const compressor&) = delete;
  compressor& operator=(const compressor&) = delete;
  ~compressor() {
    std::error_code ignored;
    std::filesystem::remove(unfinished_, ignored);
  }

  void run(scheduler& workers) {
    // An empty file is one empty member.
    for (bool more = true; more; more = in_.peek() != std::ifstream::traits_type::eof()) {
      if (members_.size() == ahead) write_oldest();
      members_.push_back(
          async(workers, [bytes = next_block(), level = what_.level] { return compressed(bytes, level); }));
    }
    while (!members_.empty()) write_oldest();
    out_.close();
    if (!out_) throw failed(unfinished_);
    std::filesystem::rename(unfinished_, what_.to);
  }

 private:
  std::string next_block() {
    std::string bytes(what_.block, '\0');
    in_.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (in_.bad()) throw failed(what_.from);
    bytes.resize(static_cast<std::size_t>(in_.gcount()));
    return bytes;
  }
  void write_oldest() {
    const std::string member = std::move(members_.front()).get();
    members_.pop_front();
    if (!out_.write(member.data(), static_cast<std::streamsize>(member.size()))) throw failed(unfinished_);
  }

  const wanted& what_;
  const std::filesystem::path unfinished_ = what_.to.string() + ".unfinished";
  std::ifstream in_;
  std::ofstream out_;
  std::deque<future<std::string>> members_;
};

}  // namespace
}  // namespace wyn::examples

int main(int argc, char** argv) {
  wyn::examples::wanted what;
  CLI::App command("Compresses a file in blocks; gzip -d gives it back.");
  command.add_option("file", what.from, "what is compressed")->required();
  command.add_option("output", what.to, "where to")->required();
  command.add_option("--block", what.block, "bytes of a block")
      ->check(CLI::Range(std::size_t{1024}, std::size_t{1} << 30));
  command.add_option("--level", what.level, "as gzip's")->check(CLI::Range(1, 9));
  CLI11_PARSE(command, argc, argv);
  try {
    wyn::scheduler workers;
    wyn::examples::compressor(what).run(workers);
  } catch (const std::exception& error) {
    std::cerr << "compress: " << error.what() << '\n';
    return 1;
  }
  return 0;
}
