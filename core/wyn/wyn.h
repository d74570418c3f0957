/* wyn.h: wyn for C, from C99, and for whatever can call C.
 *
 *   wyn_spawn_fast(work, &item);                   on a scheduler that starts by itself
 *
 *   wyn_group* group;
 *   wyn_group_create(NULL, &group);                NULL: that scheduler
 *   for (i = 0; i < n; ++i) wyn_group_spawn(group, work, &items[i]);
 *   wyn_group_destroy(group);                      waits
 *
 * Every function may be called from any thread, and from tasks, unless it says otherwise. None throws; a function that a task
 * calls must not throw either. What a function writes through a pointer it writes only if it returns WYN_OK. Link the
 * library with a C++ compiler, or add -lstdc++. */
#pragma once

/* NOLINTBEGIN(modernize-*): C reads this too. */
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum wyn_error {
  WYN_OK = 0,
  WYN_ERROR_ARGUMENT = 1,  /* a null pointer, a size of no version, a number out of range */
  WYN_ERROR_MEMORY = 2,    /* no memory; nothing has happened */
  WYN_ERROR_SYSTEM = 3,    /* the system refuses a thread, a signal or membarrier; nothing has happened */
  WYN_ERROR_CLOSED = 4,    /* the scheduler was shut down */
  WYN_ERROR_FORKED = 5,    /* the scheduler belongs to the parent of a fork; make a new one in the child */
  WYN_ERROR_MISUSE = 6,    /* on the wrong thread, in the wrong task, or while something else goes on */
  WYN_ERROR_CANCELLED = 7, /* not everything ran: it was cancelled, or the scheduler abandoned it */
  WYN_ERROR_TIMEOUT = 8,   /* not in time */
  WYN_ERROR_UNKNOWN = 9    /* none of these */
} wyn_error;

/* A sentence in English; never NULL, also for numbers that are no error of wyn. */
const char* wyn_error_text(wyn_error error);

typedef struct wyn_scheduler wyn_scheduler;
typedef struct wyn_group wyn_group;
typedef struct wyn_future wyn_future;

typedef void (*wyn_function)(void* argument);
typedef void* (*wyn_async_function)(void* argument);

/** Start from wyn_default_options, so that a later version's new members have their defaults. */
typedef struct wyn_options {
  size_t size;            /**< of this struct, which says which members there are */
  unsigned workers;       /**< threads; 0: as many as the process may use processors */
  unsigned attachable;    /**< how many other threads may be attached at the same time; C has no way to do so yet */
  size_t stack_size;      /**< of a worker, in bytes; 0: the system's default */
  const char* name;       /**< the threads are called NAME-0, NAME-1, ...; NULL: wyn */
  unsigned search_rounds; /**< looks around, at most, before a worker sleeps; twice as many in a wait */
} wyn_options;

wyn_options wyn_default_options(void);

/* Starts a scheduler. `options` may be NULL. ARGUMENT, MEMORY, SYSTEM. */
wyn_error wyn_create(const wyn_options* options, wyn_scheduler** scheduler);

/* Runs what was accepted (`abandon` 0), or destroys what has not begun, and joins the threads; later spawns get CLOSED.
 * `cancelled` may be NULL and gets how many tasks did not run. Again: nothing happens. Blocking. MISUSE by a task of the
 * scheduler and beside another call: nothing has happened then. NULL: the scheduler that starts by itself, for good; from
 * then on wyn_spawn_fast and wyn_spawn_wait call what they are given before they return. */
wyn_error wyn_shutdown(wyn_scheduler* scheduler, int abandon, uint64_t* cancelled);

/* Shuts it down unless that was done, and frees it. As wyn_shutdown; after MISUSE it still exists. NULL: nothing happens. */
wyn_error wyn_destroy(wyn_scheduler* scheduler);

/* Calls work(argument) on some worker, some time. ARGUMENT, MEMORY, CLOSED, FORKED, SYSTEM: it will not be called. A NULL
 * scheduler is the one that starts by itself, here and below. */
wyn_error wyn_spawn(wyn_scheduler* scheduler, wyn_function work, void* argument);

/* The same on the scheduler that starts by itself at its first use, with the default options. Where it cannot be queued (no
 * memory, no thread, the child of a fork, after its shutdown) `work` is called before this returns, and counted as
 * ran_by_caller. The process may exit at any time: tasks that run then are not waited for. `work` is not NULL. */
void wyn_spawn_fast(wyn_function work, void* argument);

/* The same, and returns when `work` has returned. A worker runs only this task meanwhile, besides what that waits for. If a
 * wyn_shutdown that abandons comes before it began, `work` is called before this returns, too. */
void wyn_spawn_wait(wyn_function work, void* argument);

/* Calls work(argument) for a result. As wyn_spawn. */
wyn_error wyn_spawn_async(wyn_scheduler* scheduler, wyn_async_function work, void* argument, wyn_future** future);

/* Waits for the result. `result` may be NULL. OK and CANCELLED (it did not run) free the future. After MISUSE (in the task
 * itself), MEMORY and FORKED it still exists: free it. One thread at a time, here and below. Blocking. */
wyn_error wyn_future_get(wyn_future* future, void** result);

/* The same for so many nanoseconds at most: TIMEOUT, and the future still exists. */
wyn_error wyn_future_get_for(wyn_future* future, uint64_t nanoseconds, void** result);

/* It does not run unless it has begun: get says CANCELLED then. The future is still to be freed. */
wyn_error wyn_future_cancel(wyn_future* future);

/* Nobody wants the result; the task runs all the same unless it was cancelled. NULL: nothing happens. */
void wyn_future_free(wyn_future* future);

/* Tasks that somebody waits for. The thread that makes a group waits for it and destroys it. ARGUMENT, MEMORY. */
wyn_error wyn_group_create(wyn_scheduler* scheduler, wyn_group** group);

/* As wyn_spawn. By the group's thread, or while the group is sure to be unfinished: from one of its tasks, or while its thread
 * has not come to the end of wait. */
wyn_error wyn_group_spawn(wyn_group* group, wyn_function work, void* argument);

/* Returns when all its tasks have returned. The group may be used again. CANCELLED: some did not run. MISUSE on another
 * thread than the group's and in one of its tasks. Blocking. */
wyn_error wyn_group_wait(wyn_group* group);

/* Tasks of the group that have not begun do not run any more, also later ones. Any thread, while the group exists. */
wyn_error wyn_group_cancel(wyn_group* group);

/* Waits, and frees it. MISUSE as for wait: then it still exists. NULL: nothing happens. */
wyn_error wyn_group_destroy(wyn_group* group);

/* The calling thread's number among the workers of its scheduler, from 0; -1: it is none. */
int wyn_worker_index(void);

/** What a scheduler's workers have done so far. */
typedef struct wyn_statistics {
  size_t size;            /**< of this struct: set it before the call */
  uint64_t spawned;       /**< tasks made by workers */
  uint64_t run;           /**< tasks run */
  uint64_t cancelled;     /**< tasks that ended without running */
  uint64_t stolen;        /**< tasks taken from another worker's queue */
  uint64_t batches;       /**< steals that took them */
  uint64_t parks;         /**< times a worker went to sleep */
  uint64_t wakes;         /**< sleepers woken by workers */
  uint64_t inlined;       /**< tasks that ran where they were made, since no queue had room */
  uint64_t spilled;       /**< tasks that went to the inbox, since their worker's queue was full */
  uint64_t ran_by_caller; /**< by wyn_spawn_fast and wyn_spawn_wait, since nothing could be queued; of the process */
  uint64_t queued;        /**< tasks in workers' queues now */
  uint64_t waiting;       /**< tasks from other threads that no worker has fetched yet, and spilled ones, now */
} wyn_statistics;

/* ARGUMENT. With a NULL scheduler that has not started: all zero but ran_by_caller. */
wyn_error wyn_stats(wyn_scheduler* scheduler, wyn_statistics* statistics);

#ifdef __cplusplus
}
#endif
/* NOLINTEND(modernize-*) */
