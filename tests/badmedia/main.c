// SPDX-License-Identifier: Apache-2.0
// badmedia: mutants of sound files through import's child; the kernel is the oracle (R9).
//   badmedia PROGRAM N FILE...     N seeded mutants of each file
// Bad is: any death but a plain exit (SIGSYS: it reached for something else; SIGSEGV, SIGABRT: it
// was hurt), more than 256 MiB, more than 20 s of processor time. Prints "ok"/"not ok" per file.
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "core/file.h"
#include "tests/peer/chance.h"

enum { RSS_MOST_KIB = 256 << 10, CPU_MOST_S = 20, FILE_MAX = 16 << 20 };

// One to eight wounds: bytes flipped, a run zeroed or set, a piece moved, the end cut off.
static void wound(uint8_t *p, size_t *n, uint64_t *chance) {
  size_t wounds = 1 + chance_next(chance) % 8, reach = chance_next(chance) % 2 ? *n : 256;
  for (size_t i = 0; i<wounds && * n> 64; i++) {
    size_t at = chance_next(chance) % (reach < *n ? reach : *n);
    size_t len = 1 + chance_next(chance) % 32, other = chance_next(chance) % *n;
    if (at + len > *n) len = *n - at;
    if (other + len > *n) other = 0;
    switch (chance_next(chance) % 5) {
    case 0: p[at] ^= (uint8_t)(1 << chance_next(chance) % 8); break;
    case 1: memset(p + at, 0, len); break;
    case 2: memset(p + at, 0xff, len); break;
    case 3: memmove(p + at, p + other, len); break;
    default: *n = *n > 128 ? *n - chance_next(chance) % (*n / 2) : *n; break;
    }
  }
}

static NORETURN void child(const char *program, int file, const char *format, const char *rate) {
  int null = open("/dev/null", O_WRONLY | O_CLOEXEC), in = fcntl(file, F_DUPFD, 10);
  int out = fcntl(null, F_DUPFD, 10);
  if (dup2(in, 3) < 0 || dup2(out, 4) < 0 || close_range(5, ~0u, 0)) _exit(71);
  execl(program, "medlyss-import", "--child", format, rate, (char *)NULL);
  _exit(71);
}

static bool survives(const char *program, const char *name, uint64_t seed, const uint8_t *p,
                     size_t n) {
  int file = memfd_create("mutant", MFD_CLOEXEC), status = 0;
  struct rusage use;
  if (file < 0 || file_write_all(file, p, n)) abort();
  const char *dot = strrchr(name, '.');
  bool gsm = dot && !strcmp(dot, ".gsm"), g722 = dot && !strcmp(dot, ".g722");
  pid_t pid = fork();
  if (pid == 0)
    child(program, file, gsm ? "gsm" : g722 ? "g722" : "", gsm ? "8000" : g722 ? "16000" : "0");
  if (pid < 0 || wait4(pid, &status, 0, &use) != pid) abort();
  close(file);
  bool good = WIFEXITED(status) && WEXITSTATUS(status) != 71 && use.ru_maxrss <= RSS_MOST_KIB &&
              use.ru_utime.tv_sec + use.ru_stime.tv_sec <= CPU_MOST_S;
  if (!good)
    printf("  %s seed %" PRIu64 ": status %x, %ld KiB, %ld s\n", name, seed, (unsigned)status,
           use.ru_maxrss, (long)use.ru_utime.tv_sec);
  return good;
}

static MUST_CHECK enum err one_file(const char *program, uint64_t mutants, const char *name,
                                    uint64_t *out_bad) {
  AUTO(buf) struct buf whole = {0};
  TRY(file_read(AT_FDCWD, name, FILE_MAX, &whole));
  uint8_t *copy = malloc(whole.n + 1);
  if (!copy) abort();
  for (uint64_t seed = 1; seed <= mutants; seed++) {
    size_t n = whole.n;
    uint64_t chance = seed;
    memcpy(copy, whole.p, n);
    wound(copy, &n, &chance);
    *out_bad += !survives(program, name, seed, copy, n);
  }
  free(copy);
  return OK;
}

int main(int argc, char **argv) {
  uint64_t mutants = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;
  bool all_good = argc > 3;
  for (int i = 3; i < argc; i++) {
    uint64_t bad = 0;
    enum err rc = one_file(argv[1], mutants, argv[i], &bad);
    const char *slash = strrchr(argv[i], '/');
    printf("%s %" PRIu64 " mutants of %s hurt nobody\n", rc || bad ? "not ok" : "ok", mutants,
           slash ? slash + 1 : argv[i]);
    all_good &= !rc && !bad;
  }
  return !all_good;
}
