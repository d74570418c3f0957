// mandelbrot: the Mandelbrot set as a PNG file, its rows drawn by tasks.
//
//   mandelbrot OUTPUT.png [--width N] [--height N] [--iterations N]
#include <png.h>
#include <unistd.h>
#include <CLI/CLI.hpp>
#include <boost/timer/progress_display.hpp>

#include <chrono>
#include <complex>
#include <cstdint>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "wyn/algorithms/parallel_for.hpp"
#include "wyn/future.hpp"
#include "wyn/sync/atomic.hpp"

namespace wyn::examples {
namespace {

struct wanted {
  std::string output;
  int width = 1200;
  int height = 800;
  int iterations = 500;
};

// Rows that are done, for the bar only.
using counter = sync::atomic<int>;

std::uint8_t shade(std::complex<double> c, int iterations) {
  std::complex<double> z;
  for (int i = 0; i < iterations; ++i) {
    z = z * z + c;
    if (std::norm(z) > 4) return static_cast<std::uint8_t>(255 - i * 255 / iterations);
  }
  return 0;
}

void draw_row(std::uint8_t* pixels, const wanted& what, int row) {
  const double scale = 3.0 / what.width;
  for (int column = 0; column < what.width; ++column) {
    const std::complex<double> c(-2.2 + column * scale, (row - what.height / 2.0) * scale);
    pixels[column] = shade(c, what.iterations);
  }
}

std::vector<std::uint8_t> drawn(scheduler& workers, const wanted& what) {
  const auto width = static_cast<std::size_t>(what.width);
  std::vector<std::uint8_t> pixels(width * static_cast<std::size_t>(what.height));
  counter done{0};
  future<void> all = async(workers, [&] {
    parallel_for(workers, 0, what.height, [&](int row) {
      draw_row(pixels.data() + static_cast<std::size_t>(row) * width, what, row);
      done.fetch_add(1, sync::relaxed<"example.mandelbrot.done">);
    });
  });
  std::optional<boost::timer::progress_display> bar;
  if (::isatty(STDERR_FILENO) != 0) bar.emplace(static_cast<unsigned long>(what.height), std::cerr);
  const auto show = [&] {
    if (bar) *bar += static_cast<unsigned long>(done.load(sync::relaxed<"example.mandelbrot.bar">)) - bar->count();
  };
  while (!all.wait_for(std::chrono::milliseconds(100))) show();
  all.get();
  show();
  return pixels;
}

void write(const std::vector<std::uint8_t>& pixels, const wanted& what) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(what.width);
  image.height = static_cast<png_uint_32>(what.height);
  image.format = PNG_FORMAT_GRAY;
  if (png_image_write_to_file(&image, what.output.c_str(), 0, pixels.data(), 0, nullptr) == 0) {
    throw std::runtime_error(what.output + ": " + image.message);
  }
}

}  // namespace
}  // namespace wyn::examples

int main(int argc, char** argv) {
  wyn::examples::wanted what;
  CLI::App command("The Mandelbrot set as a PNG file.");
  command.add_option("output", what.output, "the file")->required();
  command.add_option("--width", what.width, "in pixels")->check(CLI::Range(1, 30'000));
  command.add_option("--height", what.height, "in pixels")->check(CLI::Range(1, 30'000));
  command.add_option("--iterations", what.iterations, "until a point counts as in the set")
      ->check(CLI::Range(1, 1'000'000));
  CLI11_PARSE(command, argc, argv);
  try {
    wyn::scheduler workers;
    wyn::examples::write(wyn::examples::drawn(workers, what), what);
  } catch (const std::exception& error) {
    std::cerr << "mandelbrot: " << error.what() << '\n';
    return 1;
  }
  return 0;
}
