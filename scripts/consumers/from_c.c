/* A C program that links wyn. */
#include <stdio.h>
#include <wyn/wyn.h>

static void mark(void* place) {
  *(int*)place += 1;
}

int main(void) {
  enum { tasks = 1000 };
  static int ran[tasks];
  wyn_group* group = NULL;
  wyn_error error = wyn_group_create(NULL, &group);
  int i;
  for (i = 0; error == WYN_OK && i < tasks; ++i) error = wyn_group_spawn(group, mark, &ran[i]);
  if (error == WYN_OK) error = wyn_group_destroy(group);
  if (error != WYN_OK) {
    fprintf(stderr, "from_c: %s\n", wyn_error_text(error));
    return 1;
  }
  for (i = 0; i < tasks; ++i) {
    if (ran[i] != 1) return 1;
  }
  puts("right");
  return 0;
}
