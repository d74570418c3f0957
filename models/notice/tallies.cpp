// holds: no raise of a tally is lost.
#include "models/engine/engine.hpp"
#include "wyn/lockfree/notice.hpp"

namespace wyn::models::notice_tallies {
namespace {

class program : public claim {
 public:
  void thread(unsigned) override {
    const std::uint64_t before = count_.get();
    count_.raise();
    expect(count_.get() > before, "a thread does not see its own raise");
  }
  void after() override { expect(count_.get() == 2, "a raise is lost"); }

 private:
  tally count_;
};

const registration two{{"notice.tallies.raise|raise", "no raise of a tally is lost", 2,
                        []() -> claim* { return new program; }, expectation::holds, true}};

}  // namespace
}  // namespace wyn::models::notice_tallies
