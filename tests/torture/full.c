// SPDX-License-Identifier: Apache-2.0
// R4: the spool's disk fills while calls are recorded. The alarm comes within 5 s; nothing recorded
// earlier is harmed; what fits the reserve is recorded; what found no room is counted and the calls
// go on when there is room again.
#include <signal.h>
#include <sys/mount.h>

#include "core/clock.h"
#include "tests/torture/rig.h"

static struct rig r;
static char disk[300];

static bool disk_mount(void) {
  char settings[400];
  snprintf(disk, sizeof disk, "%s/disk", r.base);
  snprintf(settings, sizeof settings, "spool = %s\n", disk);
  if (folder_make(AT_FDCWD, disk, 0700) || mount("none", disk, "tmpfs", 0, "size=6m")) return false;
  return !file_write_atomic(r.data.dir, "medlyss.ini", sv_of(settings), 0600);
}

static size_t fill(void) { // all but a little
  static const char zeros[64 * 1024];
  char path[320];
  size_t n = 0;
  snprintf(path, sizeof path, "%s/.filler", disk);
  AUTO(fd) fd f = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  for (ssize_t k; (k = write(f, zeros, sizeof zeros)) > 0;) n += (size_t)k;
  return n;
}

static void unfill(void) {
  char path[320];
  snprintf(path, sizeof path, "%s/.filler", disk);
  if (unlink(path)) rig_fails(&r, "no filler");
}

static bool said_last(const char *what) { // in the maker's last report
  AUTO(buf) struct buf b = {0};
  if (file_read(r.beside, "said", 1 << 24, &b)) return false;
  size_t at = b.n;
  while (at && strncmp(b.p + at, "\nhealth", 7)) at--;
  return sv_has(sv_from(buf_sv(&b), at), sv_of(what));
}

static void run(void) {
  pid_t encode = rig_encode(&r, false);
  pid_t maker = rig_maker(&r, 20, 12, false);
  clock_sleep_ms(1500);
  if (fill() < 1 << 20) rig_fails(&r, "the disk was full before");
  clock_sleep_ms(5000); // 20 calls write 340 KB a second; the reserve is 1 MB
  if (!said_last("full=1")) rig_fails(&r, "no alarm");
  unfill();
  if (rig_wait(maker)) rig_fails(&r, "capture's side died");
  rig_heard(&r);
  if (said_last("dropped=0 ")) rig_fails(&r, "nothing was dropped: the disk was not full");
  rig_kill(encode, SIGTERM);
  rig_check(&r, 6000);
}

// The other disk: the one the recordings lie on. Calls wait in the spool until it has room.
static void audio_full(void) {
  char audio[300];
  snprintf(audio, sizeof audio, "%s/audio", r.path);
  if (mount("none", audio, "tmpfs", 0, "size=256k")) rig_fails(&r, "cannot mount");
  pid_t encode = rig_encode(&r, false);
  rig_wait(rig_maker(&r, 6, 30, true));
  rig_heard(&r);
  clock_sleep_ms(3000);
  if (mount("none", audio, "tmpfs", MS_REMOUNT, "size=64m")) rig_fails(&r, "cannot grow");
  rig_kill(encode, SIGTERM);
  rig_check(&r, 20);
  umount2(audio, MNT_DETACH);
}

int main(int argc, char **argv) {
  rig_open(&r, "a_full_disk_harms_nothing_recorded_before", argc, argv);
  bool mounted = disk_mount();
  if (mounted) run();
  if (mounted) umount2(disk, MNT_DETACH);
  int bad = mounted ? rig_close(&r) : 0;
  if (!mounted) {
    printf("skip %s: no right to mount a tmpfs\n", r.name);
    return 0;
  }
  rig_open(&r, "a_full_audio_disk_makes_calls_wait", argc, argv);
  audio_full();
  return rig_close(&r) | bad;
}
