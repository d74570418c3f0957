/* Loads the plugin, calls it on a thread that ends, and unloads it: nothing of it stays mapped. Three times. */
#define _POSIX_C_SOURCE 200809L
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static int (*run_all)(void);
static int result;

static void* call(void* unused) {
  result = run_all();
  return unused;
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

int main(int count, char** words) {
  int time;
  for (time = 0; time < 3; ++time) {
    pthread_t thread;
    void* const plugin = count == 2 ? dlopen(words[1], RTLD_NOW) : NULL;
    void* const symbol = plugin != NULL ? dlsym(plugin, "run_all") : NULL;
    if (symbol == NULL) return puts("no plugin"), 1;
    memcpy(&run_all, &symbol, sizeof run_all);
    if (pthread_create(&thread, NULL, call, NULL) != 0 || pthread_join(thread, NULL) != 0) return 1;
    dlclose(plugin);
    if (result != 0 || is_mapped()) return puts(result != 0 ? "wrong" : "still mapped"), 1;
  }
  puts("right");
  return 0;
}
