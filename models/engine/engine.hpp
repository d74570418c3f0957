// engine: runs claims under Relacy and says whether they held.
//
// A claim is a small concurrent program with assertions. The engine runs it many times, each time on another
// interleaving and another choice of visible stores; every atomic site may be weakened or left out first.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "wyn/sync/atomic.hpp"

namespace wyn::models {

/// One execution of a program. Constructed and destroyed inside the execution, so its memory is checked for leaks.
class claim {
 public:
  virtual ~claim() = default;
  /// Runs first, alone; all threads start after it.
  virtual void before() {}
  /// The body of modelled thread `index`. Keep frames small: its stack has 64 KiB.
  virtual void thread(unsigned index) = 0;
  /// Runs last, alone, after all threads.
  virtual void after() {}
  /// Runs at every scheduling point; may read atomics (it sees the latest value) and nothing else.
  virtual void invariant() {}
};

/// What a claim's search must show.
enum class expectation { holds, fails };

/// A claim with one shape: what is searched.
struct model {
  std::string name;              // <component>.<claim>.<shape>
  std::string statement;         // the claim in a sentence
  unsigned threads;              // 1 to 4
  std::function<claim*()> make;  // makes one execution's object with plain new
  expectation expected = expectation::holds;
  bool exhaustible = false;  // an exhaustive search of it ends within half a minute
  bool large = false;        // executions so long that it gets as few of them as a model of more than two threads
  bool endless = false;      // its context-bound search does not end within 200,000 executions, and is cut short
};

/// The same, its context-bound search cut short.
[[nodiscard]] inline model endless(model made) {
  made.endless = true;
  return made;
}

/// Adds a model to the program's list when it is constructed.
struct registration {
  explicit registration(model added);
};
[[nodiscard]] const std::vector<model>& registered_models();

enum class search { random, context_bound, exhaustive };

struct budget {
  search how = search::random;
  std::uint64_t first = 1;            // random: the first execution's number, which is its seed
  std::uint64_t executions = 100000;  // random: how many; otherwise: give up after so many
  unsigned bound = 2;                 // context_bound: forced switches per execution
  std::string state;                  // resume at this state (from a verdict); overrides `first`
};

struct verdict {
  bool held = true;
  bool complete = true;          // a tree search that reached its end, or all executions of a random one
  std::uint64_t executions = 0;  // searched, the failing one included
  std::string failure;           // what went wrong
  std::string state;             // replays the failing execution
};

/// Searches. One search at a time per process.
[[nodiscard]] verdict run(const model& searched, const budget& limits);

/// Ends the execution as a failure unless `condition` holds.
void expect(bool condition, const char* message);

/// Writes a line into the trace, in the calling thread's column. Formats as printf does.
[[gnu::format(printf, 1, 2)]] void note(const char* format, ...);

/// The modelled thread gives way: use it in a loop that waits for another thread.
void yield();

/// One step of a traced execution.
struct event {
  enum class kind { load, store, rmw, cas_won, cas_lost, fence, plain_read, plain_write, note, left_out };
  kind what;
  unsigned thread;
  const sync::site_record* site;  // nullptr for plain accesses and notes
  unsigned object;                // a number per atomic or plain object, in order of construction
  std::uint64_t value;            // read or written
  std::uint64_t desired;          // rmw and cas: what was written, or would have been
  unsigned stamp;                 // the store's number; for a load, the number of the store that it saw
  unsigned latest;                // the number of the newest store to the object at this moment
  char text[80];
};

struct traced_verdict {
  verdict outcome;
  std::vector<event> events;
};

/// Runs the one execution that `limits.state` names, and records it.
[[nodiscard]] traced_verdict trace(const model& searched, const budget& limits);

}  // namespace wyn::models
