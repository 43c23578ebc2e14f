// SPDX-License-Identifier: Apache-2.0
// The machine: its clock, and the disk that calls are written to.
#include "medlyss/check_machine.h"

#include <sys/timex.h>

#include "core/clock.h"
#include "core/file.h"

void check_clock(struct answers *a) {
  struct timex t = {0};
  int state = adjtimex(&t);
  if (state < 0) {
    answer_note("whether the clock is right is not known: %s", strerror(errno));
    return;
  }
  answer(a, state != TIME_ERROR && !(t.status & STA_UNSYNC),
         "start chrony or systemd-timesyncd, and let the PBX ask the same time server",
         "the clock is kept right by a time server");
}

// ---- the disk: as the recorder writes, a little and then a sync, sixteen times ------------------

enum { ROUNDS = 16, BLOCK = 1 << 20, SLOW_MS = 1000 };

struct tried {
  int64_t all_us, longest_us;
};

static enum err write_rounds(int out, struct tried *t) {
  static char block[BLOCK];
  for (int i = 0; i < ROUNDS; i++) {
    int64_t began_us = clock_mono_us();
    TRY(file_write_all(out, block, sizeof block));
    if (fdatasync(out)) return fail_os("sync");
    int64_t took_us = clock_mono_us() - began_us;
    t->all_us += took_us;
    if (took_us > t->longest_us) t->longest_us = took_us;
  }
  return OK;
}

static enum err disk_try(const struct house *h, struct tried *t) {
  static const char name[] = ".check"; // no run's name: encode passes it over
  AUTO(fd) fd dir = -1;
  AUTO(fd) fd out = -1;
  if (*h->settings.spool)
    TRY(folder_open(AT_FDCWD, h->settings.spool, &dir));
  else
    TRY(datadir_folder(&h->data, DATADIR_SPOOL, &dir));
  TRY(file_create(dir, name, 0600, &out));
  enum err rc = write_rounds(out, t);
  unlinkat(dir, name, 0);
  return rc;
}

void check_disk(struct answers *a, const struct house *h) {
  struct tried t = {0};
  if (disk_try(h, &t)) {
    answer_note("whether the spool's disk is fast enough is not known: %s", err_detail());
    err_forget();
    return;
  }
  answer(a, t.longest_us < SLOW_MS * 1000,
         "put the spool on a disk of its own (setting spool), not on a network drive",
         "the spool's disk takes %.0f MB a second, the longest sync %.0f ms",
         (double)ROUNDS * 1e6 / (double)(t.all_us ? t.all_us : 1), (double)t.longest_us / 1000);
}
