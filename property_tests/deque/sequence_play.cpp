#include "property_tests/deque/sequence_play.hpp"

#include <array>
#include <new>
#include <optional>

#include "property_tests/deque/faults.hpp"
#include "property_tests/deque/reference.hpp"
#include "wyn/lockfree/deque.hpp"

namespace wyn::properties {

namespace {

template <typename T>
T make_element(unsigned number) {
  if constexpr (std::is_pointer_v<T>) {
    static std::array<std::remove_pointer_t<T>, 1024> targets{};
    return &targets[number % targets.size()];
  } else if constexpr (std::is_same_v<T, task_handle>) {
    return {number * 0x10001U, static_cast<std::uint16_t>(~number)};
  } else {
    return static_cast<T>(number * 0x100000001U);
  }
}

enum class answer { pushed, full, no_memory };

template <typename T, growth Growth>
class player {
  using deque_type = basic_deque<T, Growth>;

 public:
  explicit player(const sequence& played)
      : played_(played),
        held_before_(bytes_held()),
        deque_({static_cast<std::size_t>(played.capacity), played.first_index}),
        destination_({static_cast<std::size_t>(played.destination_capacity), played.first_index / 2}),
        expected_(played.capacity, Growth == growth::bounded),
        expected_destination_(played.destination_capacity, Growth == growth::bounded) {}

  std::string first_difference() {
    for (std::size_t i = 0; i < played_.operations.size(); ++i) {
      play(played_.operations[i]);
      if (difference_.empty()) compare_state();
      if (!difference_.empty()) return "operation " + std::to_string(i + 1) + ": " + difference_;
    }
    while (difference_.empty() && expected_.size() > 0) take();
    if (difference_.empty()) take();
    while (difference_.empty() && expected_destination_.size() > 0) take_from_destination();
    return difference_;
  }

 private:
  void play(char letter) {
    switch (letter) {
      case 'p': return push(std::nullopt);
      case 'P': return push(0);
      case 'Q': return push(1);
      case 't': return take();
      case 's': return steal();
      case 'b': return steal_batch(SIZE_MAX, std::nullopt);
      case 'B': return steal_batch(SIZE_MAX, 0);
      case 'C': return steal_batch(SIZE_MAX, 1);
      case 'd': return take_from_destination();
      default: return steal_batch(static_cast<std::size_t>(letter - '0'), std::nullopt);
    }
  }

  void push(std::optional<std::uint64_t> successes) {
    const unsigned element = ++pushed_;
    const answer found = with_failure(successes, [&] { return push_really(make_element<T>(element)); });
    const answer wanted = answer_of([&] { return expected_.push(element, allocations(successes)); });
    if (found != wanted) differ("push answered " + name_of(found) + " instead of " + name_of(wanted));
  }

  push_outcome push_really(T element) {
    if constexpr (Growth == growth::bounded) {
      return owner_.try_push(element);
    } else {
      owner_.push(element);
      return push_outcome::pushed;
    }
  }

  void take() { compare_elements("take", owner_.take(), expected_.take()); }

  void take_from_destination() {
    compare_elements("take from the destination", destination_owner_.take(), expected_destination_.take());
  }

  void steal() {
    const auto stolen = deque_.get_thief().steal();
    std::optional<T> found;
    if (stolen.got()) found = stolen.element;
    compare_elements("steal", found, expected_.steal());
    if (stolen.outcome == steal_outcome::lost) differ("a steal lost though nobody else acts");
  }

  void steal_batch(std::size_t at_most, std::optional<std::uint64_t> successes) {
    using stop = batch_result::stop;
    batch_result found{stop::lost, 0};
    const answer memory = with_failure(successes, [&] {
      found = deque_.get_thief().steal_batch(destination_owner_, at_most);
      return push_outcome::pushed;
    });
    batch_result wanted{stop::lost, 0};
    const answer wanted_memory = answer_of([&] {
      wanted = expected_.steal_batch(expected_destination_, at_most, allocations(successes));
      return push_outcome::pushed;
    });
    if (memory != wanted_memory)
      return differ("a batch answered " + name_of(memory) + ", not " + name_of(wanted_memory));
    if (found.moved != wanted.moved) {
      return differ("a batch moved " + std::to_string(found.moved) + " instead of " + std::to_string(wanted.moved));
    }
    if (found.stopped != wanted.stopped) differ("a batch stopped for another reason");
  }

  template <typename Operation>
  static answer with_failure(std::optional<std::uint64_t> successes, Operation operation) {
    if (!successes) return answer_of(operation);
    const failing_allocation failing{*successes};
    return answer_of(operation);
  }

  template <typename Operation>
  static answer answer_of(Operation operation) {
    try {
      return operation() == push_outcome::full ? answer::full : answer::pushed;
    } catch (const std::bad_alloc&) {
      return answer::no_memory;
    }
  }

  static std::string name_of(answer given) {
    if (given == answer::no_memory) return "no memory";
    return given == answer::full ? "full" : "done";
  }

  void compare_elements(const std::string& operation, std::optional<T> found, std::optional<unsigned> wanted) {
    if (!found && !wanted) return;
    if (!found) return differ(operation + " found nothing instead of element " + std::to_string(*wanted));
    if (!wanted) return differ(operation + " found an element in an empty deque");
    if (*found != make_element<T>(*wanted)) differ(operation + " did not find element " + std::to_string(*wanted));
  }

  void compare_state() {
    if (deque_.size_hint() != expected_.size()) differ("the size hint is wrong though nobody acts");
    if (destination_.size_hint() != expected_destination_.size()) differ("the destination's size hint is wrong");
    if (bytes_held() - held_before_ > allowed(expected_) + allowed(expected_destination_)) {
      differ("the arrays hold more than twice the largest");
    }
  }

  static std::uint64_t allowed(const reference_deque& expected) {
    using array = deque_array<T>;
    return 2 * expected.capacity() * sizeof(typename array::slot) + expected.arrays() * sizeof(array);
  }

  void differ(const std::string& what) {
    if (difference_.empty()) difference_ = what;
  }

  const sequence& played_;
  const std::uint64_t held_before_;
  deque_type deque_;
  deque_type destination_;
  typename deque_type::owner owner_ = deque_.get_owner();
  typename deque_type::owner destination_owner_ = destination_.get_owner();
  reference_deque expected_;
  reference_deque expected_destination_;
  unsigned pushed_ = 0;
  std::string difference_;
};

template <typename T, growth Growth>
std::string played_by(const sequence& played) {
  const std::uint64_t held_before = bytes_held();
  std::string difference = player<T, Growth>(played).first_difference();
  if (difference.empty() && bytes_held() != held_before) difference = "the destructor did not give back all memory";
  return difference;
}

}  // namespace

template <typename T>
std::string difference_from_reference(const sequence& played) {
  return played.bounded ? played_by<T, growth::bounded>(played) : played_by<T, growth::unbounded>(played);
}

template std::string difference_from_reference<task_handle*>(const sequence&);
template std::string difference_from_reference<std::uint32_t>(const sequence&);
template std::string difference_from_reference<std::uint64_t>(const sequence&);
template std::string difference_from_reference<task_handle>(const sequence&);

}  // namespace wyn::properties
