// holds: a worker that was chosen sees all that came before the notify that chose it, asleep or not yet.
#include "models/idle/directed.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn::models::hand_over {
namespace {

constexpr auto statement = "what came before a notify is visible to whom it chose";

class chosen : public directed {
 public:
  void before() override { add_searchers(1); }

  void thread(unsigned index) override {
    if (index == 0) {
      nothing queues;
      while (idle_.sleep(0, queues) != rest::woken) yield();
      expect(message_.get() == 1, "what came before the notify is not visible");
    } else {
      message_.set(1);
      while (idle_.notify() == 0) yield();
    }
  }

 private:
  sync::plain<std::uint64_t> message_{0};
};
const registration to_a_worker{directed_model<chosen>("hand_over.to_a_worker", statement, 2)};

}  // namespace
}  // namespace wyn::models::hand_over
