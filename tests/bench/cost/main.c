// SPDX-License-Identifier: Apache-2.0
// cost: runs a command and says what it took, it and all its children.
//   cost OUT.json COMMAND...    {"cpu_s":…,"wall_s":…,"max_rss_kib":…,"exit":…}
#include <sys/resource.h>
#include <sys/wait.h>

#include "core/clock.h"
#include "core/scope.h"

static double seconds(struct timeval t) { return (double)t.tv_sec + (double)t.tv_usec / 1e6; }

int main(int argc, char **argv) {
  if (argc < 3) return 64;
  int64_t from = clock_mono_us();
  pid_t child = fork();
  if (child == 0) {
    execvp(argv[2], argv + 2);
    _exit(127);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child) return 71;
  struct rusage use;
  getrusage(RUSAGE_CHILDREN, &use);
  AUTO(stream) stream out = fopen(argv[1], "we");
  if (!out) return 73;
  int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  fprintf(out, "{\"cpu_s\":%.4f,\"wall_s\":%.4f,\"max_rss_kib\":%ld,\"exit\":%d}\n",
          seconds(use.ru_utime) + seconds(use.ru_stime), (double)(clock_mono_us() - from) / 1e6,
          use.ru_maxrss, code);
  return code;
}
