// Random groups of an owner and one or two others under the model checker: each is seen finished once it is.
#include "models/completion/program.hpp"

#include "property_tests/main.hpp"
#include "property_tests/shapes.hpp"
#include "property_tests/words.hpp"

namespace wyn::properties {

const char* const cases_by_default = "500";

namespace {

constexpr std::size_t most_children = 6;

// What happens to a child or two; the last choice says how the owner waits.
struct group_of_choices {
  std::string counted;  // by the owner before the threads start
  std::string words[3];
  std::size_t children = 0;

  void add(unsigned choice) {
    if (children + 2 > most_children) return;
    const unsigned other = 1 + choice % 2;
    switch (choice / 2) {
      case 0: return shared(1, other, "f");
      case 1: return shared(2, other, "F");
      case 2: ++children; return shared(1, other, "sff");
      case 3:
        ++children;
        words[0] += "af";
        return;
      case 4:
        counted += 'a';
        words[0] += 'f';
        ++children;
        return;
      default: words[0] += 'e'; return;
    }
  }
  void shared(std::size_t count, unsigned other, const char* word) {
    counted.append(count, 'a');
    words[other] += word;
    children += count;
  }
};

std::string failure_of_choices(const std::vector<unsigned>& choices) {
  group_of_choices group;
  for (const unsigned choice : choices) group.add(choice);
  const char waits = "dwk"[choices.empty() ? 0 : choices.back() % 3];
  const std::string shape = group.counted + ":" + group.words[0] + waits + "|" + group.words[1] + "|" + group.words[2];
  return failure_of(models::completion_model("property", "groups are seen finished once they are", shape));
}

TEST(completion_model, random_groups_are_seen_finished_once_they_are) {
  expect_choices_hold("completion: groups under the model checker", 12, failure_of_choices);
}

}  // namespace
}  // namespace wyn::properties
