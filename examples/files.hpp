// files: what the examples do with files. A failure is an exception whose text names the file and the reason.
#pragma once

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>

namespace wyn::examples {

inline std::runtime_error failed(const std::filesystem::path& file) {
  return std::runtime_error(file.string() + ": " + std::generic_category().message(errno != 0 ? errno : EIO));
}

inline std::string read_file(const std::filesystem::path& file) {
  errno = 0;
  if (std::filesystem::is_directory(file)) errno = EISDIR;
  std::ifstream in(file, std::ios::binary);
  if (errno != 0 || !in) throw failed(file);
  std::string text(static_cast<std::size_t>(std::filesystem::file_size(file)), '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad()) throw failed(file);
  text.resize(static_cast<std::size_t>(in.gcount()));  // it may have become shorter meanwhile
  return text;
}

}  // namespace wyn::examples
