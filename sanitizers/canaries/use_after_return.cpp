// The fault: a read of a local variable of a function that has returned.

namespace {

const int* volatile kept = nullptr;

[[gnu::noinline]] void keep_a_local() {
  volatile int local = 1;
  kept = const_cast<const int*>(&local);
}

}  // namespace

int main() {
  keep_a_local();
  return *kept == 12345 ? 1 : 0;
}
