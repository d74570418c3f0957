// holds: who gets what is on show sees all of it.
#include "models/engine/engine.hpp"
#include "wyn/lockfree/notice.hpp"
#include "wyn/sync/plain.hpp"

namespace wyn::models::notice_shows {
namespace {

// What it shows stays until both have seen it, and the owner knows that by other means than the show.
class program : public claim {
 public:
  void thread(unsigned index) override {
    if (index == 0) own();
    else look();
  }
  void after() override { expect(here_.get() == nullptr, "it is on show still"); }

 private:
  struct thing {
    sync::plain<unsigned> number{0};
  };

  void own() {
    thing_.number.set(7);
    here_.show(thing_);
    while (looked_ != lookers) yield();
    here_.take_away();
  }
  void look() {
    const thing* seen = here_.get();
    while (seen == nullptr) {
      yield();
      seen = here_.get();
    }
    expect(seen->number.get() == 7, "who looks sees something else");
    ++looked_;
  }

  static constexpr unsigned lookers = 2;
  on_show<thing> here_;
  thing thing_;
  unsigned looked_ = 0;
};

const registration both_look{{"notice.shows.own|look|look", "who gets what is on show sees all of it", 3,
                              []() -> claim* { return new program; }, expectation::holds}};

}  // namespace
}  // namespace wyn::models::notice_shows
