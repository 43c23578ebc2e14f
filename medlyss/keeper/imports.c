// SPDX-License-Identifier: Apache-2.0
// The watched folder: a file in import/ that has not changed for two seconds is given to
// medlyss-import, together with its other side (…-in, …-out) and its sidecar (….json). What was
// taken in is removed, what was refused is moved to failed/. One group at a time: importing has its
// own sandbox, and the keeper's other duties wait meanwhile at most one file long.
#include <sys/stat.h>

#include "core/clock.h"
#include "core/log.h"
#include "medlyss/keeper/keep.h"
#include "medlyss/supervise.h"

enum { GROUP = 4, QUIET_MS = 2000, NAME = 256 };

struct group {
  char stem[NAME]; // without -in, -out and ending
  char files[GROUP][NAME];
  size_t n;
  char sidecar[NAME];
  bool quiet; // none of them changed lately
};

static struct sv stem_of(const char *name) {
  struct sv stem = sv_of(name);
  const char *dot = strrchr(name, '.');
  if (dot) stem.n = (size_t)(dot - name);
  static const char *const sides[] = {"-in", "-out"};
  for (size_t i = 0; i < countof(sides); i++) {
    size_t n = strlen(sides[i]);
    if (stem.n > n && sv_eq(sv_from(stem, stem.n - n), sv_of(sides[i]))) stem.n -= n;
  }
  return stem;
}

static bool ends_with(const char *name, const char *end) {
  size_t n = strlen(name), k = strlen(end);
  return n >= k && !strcmp(name + n - k, end);
}

static bool is_quiet(int dir, const char *name) {
  struct stat st;
  if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) || !S_ISREG(st.st_mode)) return false;
  int64_t changed_ms = (int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000;
  int64_t since = clock_wall_ms() - changed_ms;
  return since > QUIET_MS || since < -QUIET_MS; // a date in the future waits for nothing
}

static void add_file(struct group *g, int dir, const char *name) {
  g->quiet &= is_quiet(dir, name);
  if (ends_with(name, ".json"))
    snprintf(g->sidecar, sizeof g->sidecar, "%s", name);
  else if (g->n < GROUP)
    snprintf(g->files[g->n++], NAME, "%s", name);
}

// The first group that is ready; g->n is 0 when there is none.
static enum err find_group(int dir, struct group *g) {
  AUTO(fd) fd again = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  AUTO(listing) listing all = again >= 0 ? fdopendir(again) : NULL;
  if (!all) return fail_os("read import/");
  fd_take(&again);
  *g = (struct group){.quiet = true};
  for (struct dirent *e; (e = readdir(all));)
    if (e->d_name[0] != '.' && !ends_with(e->d_name, ".json") && is_quiet(dir, e->d_name)) {
      snprintf(g->stem, sizeof g->stem, SV_FMT, SV_ARG(stem_of(e->d_name)));
      break;
    }
  if (!g->stem[0]) return OK;
  rewinddir(all);
  for (struct dirent *e; (e = readdir(all));)
    if (sv_eq(stem_of(e->d_name), sv_of(g->stem))) add_file(g, dir, e->d_name);
  if (!g->quiet) g->n = 0;
  return OK;
}

// ---- handing it over --------------------------------------------------------------------------
struct words {
  char *v[16];
  char paths[GROUP + 1][DATADIR_PATH + NAME + 16];
  size_t n, n_paths;
};

static char *path_of(struct words *w, const struct keeper *k, const char *name) {
  char *out = w->paths[w->n_paths++];
  snprintf(out, sizeof w->paths[0], "%s/import/%s", k->house.data.path, name);
  return out;
}

static enum err run_import(struct keeper *k, const struct group *g, int *out_status) {
  static char name[] = "medlyss-import", data[] = "--data", sidecar[] = "--sidecar";
  struct words w = {.v = {name, data, k->house.data.path}, .n = 3};
  pid_t pid;
  for (size_t i = 0; i < g->n; i++) w.v[w.n++] = path_of(&w, k, g->files[i]);
  if (g->sidecar[0]) {
    w.v[w.n++] = sidecar;
    w.v[w.n++] = path_of(&w, k, g->sidecar);
  }
  TRY(supervise_start("medlyss-import", w.v, &pid));
  return supervise_wait("medlyss-import", pid, out_status);
}

static enum err put_away(struct keeper *k, int from, const char *name, bool refused) {
  AUTO(fd) fd failed = -1;
  if (!refused) return unlinkat(from, name, 0) ? fail_os("remove an imported file") : OK;
  TRY(datadir_folder(&k->house.data, DATADIR_FAILED, &failed));
  return renameat(from, name, failed, name) ? fail_os("put a file away") : OK;
}

// 75 (EX_TEMPFAIL) and the like: the file is not to blame and stays.
static bool try_again(int status) { return status == 75 || status == 74 || status >= 126; }

static enum err take_group(struct keeper *k, int dir, const struct group *g) {
  int status = 0;
  TRY(run_import(k, g, &status));
  if (try_again(status)) {
    log_line(LOG_WARN, "importing ended with %d and is tried again", status);
    return OK;
  }
  status ? k->refused++ : k->imported++;
  for (size_t i = 0; i < g->n; i++) TRY(put_away(k, dir, g->files[i], status != 0));
  return g->sidecar[0] ? put_away(k, dir, g->sidecar, status != 0) : OK;
}

enum err keep_imports(struct keeper *k) {
  AUTO(fd) fd dir = -1;
  struct group g;
  if (!k->house.settings.watch_imports) return OK;
  TRY(datadir_folder(&k->house.data, DATADIR_IMPORT, &dir));
  TRY(find_group(dir, &g));
  return g.n ? take_group(k, dir, &g) : OK;
}
