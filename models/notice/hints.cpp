// holds: a hint says what was set or raised last, or before that.
#include "models/engine/engine.hpp"
#include "wyn/lockfree/notice.hpp"

namespace wyn::models::notice_hints {
namespace {

class program : public claim {
 public:
  void thread(unsigned index) override {
    if (index == 0) {
      value_.set(1);
      value_.raise(2);
      return expect(value_.get() == 3, "the writer does not read its own last value");
    }
    const unsigned first = value_.get();
    const unsigned second = value_.get();
    expect(first == 0 || first == 1 || first == 3, "a hint says what was never written");
    expect(first <= second, "a hint goes back");
  }
  void after() override { expect(value_.get() == 3, "a hint lost what was written last"); }

 private:
  hint<unsigned> value_;
};

const registration last_value{{"notice.hints.write|read", "a hint says what was written last, or before that", 2,
                               []() -> claim* { return new program; }, expectation::holds, true}};

}  // namespace
}  // namespace wyn::models::notice_hints
