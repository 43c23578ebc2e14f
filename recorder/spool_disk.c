// SPDX-License-Identifier: Apache-2.0
#include "recorder/spool_disk.h"

#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "core/clock.h"
#include "core/file.h"

enum { SYNC_EACH_MS = 1000 };

// ---- the reserve -------------------------------------------------------------------------------

static bool reserve_make(struct spool_disk *d) {
  AUTO(fd) fd f = openat(d->dir, "reserve", O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (f >= 0 && !posix_fallocate(f, 0, (off_t)d->reserve_bytes)) return true;
  unlinkat(d->dir, "reserve", 0);
  return false;
}

bool spool_disk_relieve(struct spool_disk *d) {
  atomic_store(&d->full, true);
  return !unlinkat(d->dir, "reserve", 0);
}

// Room again: twice the reserve is free, so taking it back does not fill the disk at once.
static void reserve_restore(struct spool_disk *d) {
  if (!atomic_load(&d->full)) return;
  struct statvfs vfs;
  if (fstatvfs(d->dir, &vfs) || vfs.f_bavail * vfs.f_frsize < 2 * d->reserve_bytes + (1u << 20))
    return;
  if (!d->reserve_bytes || reserve_make(d)) atomic_store(&d->full, false);
}

// ---- the syncing thread ------------------------------------------------------------------------

static void sync_once(struct spool_disk *d) {
  int64_t before = clock_mono_us();
  if (syncfs(d->dir)) atomic_fetch_add(&d->sync_errors, 1);
  int64_t took = clock_mono_us() - before;
  atomic_store(&d->sync_us, took);
  if (took > atomic_load(&d->sync_max_us)) atomic_store(&d->sync_max_us, took);
}

static bool told_to_stop_within(struct spool_disk *d, int64_t ms) {
  struct timespec due;
  clock_gettime(CLOCK_MONOTONIC, &due); // the wall clock may be set back by years
  due.tv_sec += ms / 1000;
  pthread_mutex_lock(&d->lock);
  while (!d->stop && pthread_cond_timedwait(&d->wake, &d->lock, &due) != ETIMEDOUT) {
  }
  bool stop = d->stop;
  pthread_mutex_unlock(&d->lock);
  return stop;
}

static void *sync_loop(void *self) {
  struct spool_disk *d = self;
  while (!told_to_stop_within(d, SYNC_EACH_MS)) {
    if (!d->no_sync) sync_once(d);
    reserve_restore(d);
  }
  return NULL;
}

// ---- the folder --------------------------------------------------------------------------------

static enum err alive_lock(struct spool_disk *d) {
  d->alive = openat(d->dir, "alive", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0660);
  if (d->alive < 0) return fail_os("make the spool's sign of life");
  if (flock(d->alive, LOCK_EX | LOCK_NB)) return fail_os("lock the spool's sign of life");
  return OK;
}

static enum err folder_show(struct spool_disk *d, int spool_dir) {
  char name[ID_TEXT], hidden[ID_TEXT + 1];
  id_text(id_new(), name);
  snprintf(hidden, sizeof hidden, ".%s", name);
  if (mkdirat(spool_dir, hidden, 02770)) return fail_os("make a spool folder");
  TRY(folder_open(spool_dir, hidden, &d->dir));
  TRY(alive_lock(d));
  if (renameat(spool_dir, hidden, spool_dir, name)) return fail_os("show the spool folder");
  if (fsync(spool_dir)) return fail_os("sync the spool");
  return OK;
}

enum err spool_disk_open(struct spool_disk *d, int spool_dir, size_t reserve_bytes, bool no_sync) {
  *d = (struct spool_disk){
      .dir = -1, .alive = -1, .reserve_bytes = reserve_bytes, .no_sync = no_sync};
  pthread_mutex_init(&d->lock, NULL);
  pthread_condattr_t steady;
  pthread_condattr_init(&steady);
  pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
  pthread_cond_init(&d->wake, &steady);
  pthread_condattr_destroy(&steady);
  TRY(folder_show(d, spool_dir));
  if (reserve_bytes && !reserve_make(d)) atomic_store(&d->full, true);
  if (pthread_create(&d->thread, NULL, sync_loop, d))
    return fail(E_BROKEN, "no thread for the spool");
  d->running = true;
  return OK;
}

void spool_disk_drop(struct spool_disk *d) {
  if (d->running) {
    pthread_mutex_lock(&d->lock);
    d->stop = true;
    pthread_cond_signal(&d->wake);
    pthread_mutex_unlock(&d->lock);
    pthread_join(d->thread, NULL);
    if (!d->no_sync) sync_once(d);
  }
  if (d->dir >= 0) unlinkat(d->dir, "reserve", 0);
  fd_drop(&d->alive);
  fd_drop(&d->dir);
  pthread_cond_destroy(&d->wake);
  pthread_mutex_destroy(&d->lock);
  d->running = false;
}
