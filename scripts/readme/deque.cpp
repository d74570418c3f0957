// What README's block of the deque needs around it: @INCLUDES@ and @BLOCK@ stand for it.
@INCLUDES@

namespace {

struct task {
  int runs = 0;
};

void run(task* one) { ++one->runs; }

}  // namespace

int main() {
  task elements[2];
  task* const a = &elements[0];
  task* const b = &elements[1];
  {
    @BLOCK@
  }
  return a->runs == 1 && b->runs == 1 ? 0 : 1;
}
