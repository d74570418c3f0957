// program: a countdown's claim written as a shape, such as "a|aa": what each thread does.
//
//   a   do the next part and arrive; the last one frees all
// Every shape asserts, in every execution:
//   once       one arrival is told that it is the last, and no part is missing then
//   visible    the last one sees all parts
//   freed      nobody uses what the last one has freed
#pragma once

#include <string>
#include <vector>

#include "models/engine/engine.hpp"
#include "wyn/lockfree/countdown.hpp"
#include "wyn/sync/memory.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn::models {

class countdown_program : public claim {
 public:
  explicit countdown_program(const std::vector<std::string>& words) : words_(words) {
    for (const std::string& word : words) parts_ += static_cast<unsigned>(word.size());
    expect(parts_ <= most, "a shape has too many parts");
    shared_ = ::new (sync::allocate(sizeof(shared), alignof(shared))) shared(parts_);
  }

  void thread(unsigned index) override {
    for (std::size_t i = 0; i < words_[index].size(); ++i) {
      const unsigned part = begun_++;
      shared_->part[part].set(part + 1);
      if (shared_->missing.arrive()) end();
    }
  }
  void after() override { expect(ends_ == 1, "nobody was the last"); }

 private:
  static constexpr unsigned most = 4;
  struct shared {
    explicit shared(unsigned parts) : missing(parts) {}
    countdown missing;
    sync::plain<unsigned> part[most];
  };

  void end() {
    ++ends_;
    expect(begun_ == parts_, "the last one comes before another");
    for (unsigned part = 0; part < parts_; ++part) {
      expect(shared_->part[part].get() == part + 1, "the last one does not see a part");
    }
    shared_->~shared();
    sync::deallocate(shared_, sizeof(shared), alignof(shared));
  }

  const std::vector<std::string>& words_;
  shared* shared_;

  // What really happened, kept where it orders nothing.
  unsigned parts_ = 0;
  unsigned begun_ = 0;
  unsigned ends_ = 0;
};

/// The model `countdown.<claim>.<shape>`.
[[nodiscard]] inline model countdown_model(const std::string& claim_name, const std::string& statement,
                                           const std::string& shape, bool exhaustible = false) {
  std::vector<std::string> words(1);
  for (const char c : shape) {
    if (c == '|') words.emplace_back();
    else words.back() += c;
  }
  return {"countdown." + claim_name + "." + shape,
          statement,
          static_cast<unsigned>(words.size()),
          [words]() -> claim* { return new countdown_program(words); },
          expectation::holds,
          exhaustible};
}

}  // namespace wyn::models
