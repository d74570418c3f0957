// holds: one interrupt at a time is on its way, each is answered, and after it another may come.
#include <utility>

#include "models/engine/engine.hpp"
#include "wyn/lockfree/notice.hpp"
#include "wyn/sync/interrupt.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn::models::notice_requests {
namespace {

// What is hidden at first is published by the first handler; then the owner hides more, for the second.
class program : public claim {
 public:
  void thread(unsigned index) override {
    if (index == 0) own();
    else want();
  }
  void after() override {
    // The last one may have come when its owner had nothing to hide any more, and ended.
    expect(asked_ - begun_ <= 1, "a request was not answered");
    expect(request_.pending(owner_.number) == (asked_ != begun_), "a request stays though its handler ran");
  }

 private:
  void own() {
    owner_ = sync::accept_interrupts([](void* self) { static_cast<program*>(self)->publish(); }, this);
    while (published_ < wanted) {
      hidden_ = true;
      yield();
    }
  }
  void publish() {
    request_.begin();
    ++begun_;
    if (!std::exchange(hidden_, false)) return;
    ++published_;
  }
  void want() {
    while (published_ < wanted) {
      if (hidden_ && request_.ask(owner_.number)) {
        ++asked_;
        expect(asked_ - begun_ == 1, "a second interrupt is on its way");
        sync::interrupt(owner_);
      }
      yield();
    }
  }

  static constexpr unsigned wanted = 2;
  exposure_request request_;
  // What really happens, kept where it orders nothing.
  sync::interruptible owner_;
  bool hidden_ = false;
  unsigned published_ = 0;
  unsigned asked_ = 0;
  unsigned begun_ = 0;
};

const registration one_thief{{"notice.requests.own|want", "one interrupt at a time is on its way, and each is answered",
                              2, []() -> claim* { return new program; }, expectation::holds}};
const registration two_thieves{{"notice.requests.own|want|want",
                                "one interrupt at a time is on its way, and each is answered", 3,
                                []() -> claim* { return new program; }, expectation::holds}};

}  // namespace
}  // namespace wyn::models::notice_requests
