/* Loads the plugin, calls it on this thread or on one that ends, and unloads it, many times. Each time nothing of it stays
   mapped, and the signal's handler is the one from before; in the end no memory is lost. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static int (*run_all)(void);
static int result;
static volatile sig_atomic_t signals;

static void* call(void* unused) {
  result = run_all();
  return unused;
}

static void count(int number) {
  (void)number;
  ++signals;
}

static int is_mapped(void) {
  char line[4096];
  int found = 0;
  FILE* const maps = fopen("/proc/self/maps", "r");
  if (maps == NULL) return 1;
  while (fgets(line, sizeof line, maps) != NULL) found |= strstr(line, "plugin.so") != NULL;
  fclose(maps);
  return found;
}

/* Its own handler also gets what the plugin's workers send each other meanwhile. */
static const char* load_and_unload(const char* file, int on_this_thread, int handled) {
  pthread_t thread;
  void* const plugin = dlopen(file, RTLD_NOW);
  void* const symbol = plugin != NULL ? dlsym(plugin, "run_all") : NULL;
  if (symbol == NULL) return "no plugin";
  memcpy(&run_all, &symbol, sizeof run_all);
  if (on_this_thread) call(NULL);
  else if (pthread_create(&thread, NULL, call, NULL) != 0 || pthread_join(thread, NULL) != 0) return "no thread";
  dlclose(plugin);
  if (result != 0) return "wrong result";
  if (is_mapped()) return "still mapped";
  signals = 0;
  raise(SIGURG);
  return signals == handled ? NULL : "the signal's handler was not put back";
}

static size_t in_use(void) {
  const struct mallinfo2 now = mallinfo2();
  return now.uordblks + now.hblkhd;
}

int main(int words, char** given) {
  enum { times = 200, warm = 20, lost_at_most = 65536 }; /* the C library keeps some of what was freed */
  size_t before = 0;
  int time;
  for (time = 0; time < times; ++time) {
    if (time == times / 2) signal(SIGURG, count); /* until then it is ignored by default */
    const char* const wrong =
        words == 2 ? load_and_unload(given[1], time % 2, time >= times / 2) : "usage: host PLUGIN";
    if (wrong != NULL) return puts(wrong), 1;
    if (time == warm) before = in_use();
  }
  if (in_use() > before + lost_at_most) return printf("%zu bytes were lost\n", in_use() - before), 1;
  return 0;
}
