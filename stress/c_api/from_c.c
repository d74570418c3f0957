/* The C interface as a C program uses it: built by a C compiler, as C99. Says what failed, and how often. */
#include <stdio.h>
#include <string.h>

#include "wyn/wyn.h"

enum { tasks = 2000 };

static int failures = 0;
static unsigned char ran[tasks];

static void expect(int holds, const char* what) {
  if (holds) return;
  ++failures;
  fprintf(stderr, "from_c: %s\n", what);
}

static void mark(void* place) {
  ++*(unsigned char*)place;
}
static void* twice(void* number) {
  *(int*)number *= 2;
  return number;
}

static void expect_all_ran(unsigned char times, const char* what) {
  int i;
  for (i = 0; i < tasks; ++i) expect(ran[i] == times, what);
}

static void use_groups(wyn_scheduler* scheduler, unsigned char times) {
  wyn_group* group = NULL;
  int i;
  expect(wyn_group_create(scheduler, &group) == WYN_OK, "a group is made");
  for (i = 0; i < tasks; ++i) expect(wyn_group_spawn(group, mark, &ran[i]) == WYN_OK, "a group takes a task");
  expect(wyn_group_wait(group) == WYN_OK, "a group is waited for");
  expect_all_ran(times, "a task of a group ran once");
  expect(wyn_group_destroy(group) == WYN_OK, "a group ends");
}

static void use_futures(wyn_scheduler* scheduler) {
  int number = 21;
  void* result = NULL;
  wyn_future* future = NULL;
  expect(wyn_spawn_async(scheduler, twice, &number, &future) == WYN_OK, "a future is made");
  expect(wyn_future_get(future, &result) == WYN_OK && result == &number && number == 42, "a future has its result");
}

static void use_a_scheduler(void) {
  wyn_options options = wyn_default_options();
  wyn_scheduler* scheduler = NULL;
  wyn_statistics statistics;
  uint64_t cancelled = 1;
  options.workers = 2;
  options.name = "from_c";
  expect(wyn_create(&options, &scheduler) == WYN_OK, "a scheduler starts");
  use_groups(scheduler, 1);
  use_futures(scheduler);
  memset(&statistics, 0, sizeof statistics);
  statistics.size = sizeof statistics;
  expect(wyn_stats(scheduler, &statistics) == WYN_OK && statistics.run == tasks + 1, "what ran is counted");
  expect(wyn_shutdown(scheduler, 0, &cancelled) == WYN_OK && cancelled == 0, "a scheduler shuts down");
  expect(wyn_spawn(scheduler, mark, ran) == WYN_ERROR_CLOSED, "a closed scheduler says so");
  expect(wyn_destroy(scheduler) == WYN_OK, "a scheduler ends");
}

int main(void) {
  static unsigned char once = 0;
  int i;
  expect(wyn_worker_index() == -1, "main is no worker");
  use_a_scheduler();
  use_groups(NULL, 2);
  for (i = 0; i < tasks; ++i) wyn_spawn_fast(mark, &ran[i]);
  wyn_spawn_wait(mark, &once);
  expect(once == 1, "what is waited for has run");
  expect(wyn_create(NULL, NULL) == WYN_ERROR_ARGUMENT, "a null pointer is an error");
  expect(strcmp(wyn_error_text(WYN_OK), wyn_error_text(WYN_ERROR_CLOSED)) != 0, "errors have texts");
  return failures == 0 ? 0 : 1;
}
