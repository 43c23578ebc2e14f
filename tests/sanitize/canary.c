// SPDX-License-Identifier: Apache-2.0
// canary FAULT: locked in as import's reader is, it does what the sanitizer of this build must
// report. A report that does not come would make every silence worthless (canary.sh asks first).
#include <pthread.h>

#include "core/base.h"
#include "recorder/jail.h"

static int shared;

static void *count(void *times) {
  for (int i = *(int *)times; i > 0; i--) shared += i;
  return NULL;
}

static void race(int times) {
  pthread_t other;
  if (pthread_create(&other, NULL, count, &times)) abort();
  count(&times);
  pthread_join(other, NULL);
}

static void overrun(size_t n) {
  char *room = malloc(n);
  if (!room) abort();
  memset(room, 1, n);
  shared = ((volatile char *)room)[n];
  free(room);
}

static void leak(size_t n) {
  char *volatile room = malloc(n);
  if (room) room[0] = 1;
  room = NULL;
}

int main(int argc, char **argv) {
  if (argc != 2 || jail_lock((struct jail_limits){.memory_bytes = 256 << 20, .cpu_seconds = 20}))
    return 64;
  if (!strcmp(argv[1], "race")) race(1000 * argc);
  if (!strcmp(argv[1], "overrun")) overrun((size_t)argc);
  if (!strcmp(argv[1], "leak")) leak((size_t)argc * 100);
  if (!strcmp(argv[1], "shift")) shared = argc << (argc * 20);
  return 0;
}
