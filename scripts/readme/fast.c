/* What README's C block needs around it: @BLOCK@ stands for it. */
#include <wyn/wyn.h>

struct item {
  int times;
};

static void work(void* of) { __atomic_fetch_add(&((struct item*)of)->times, 1, __ATOMIC_RELAXED); }

int main(void) {
  struct item item = {0};
  {
    @BLOCK@
  }
  wyn_shutdown(NULL, 0, NULL);
  return item.times == 2 ? 0 : 1;
}
