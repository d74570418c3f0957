// The fault: allocations that nothing refers to any more. Several, in case one is still found in a register.
namespace {

int* volatile newest = nullptr;

[[gnu::noinline]] void leak_some() {
  for (int i = 0; i < 16; ++i) newest = new int(i);
}

}  // namespace

int main() {
  leak_some();
  newest = nullptr;
  return 0;
}
