// SPDX-License-Identifier: Apache-2.0
#include "tests/torture/cutdisk.h"

#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <sys/stat.h>

#include "core/file.h"
#include "tests/torture/powercut.h"

struct node {
  uint64_t ino;
  bool folder;
  struct buf data;
};
enum { NODES = 20000, ENTRIES = 40000, AGAIN = 20000 };
struct entry {
  uint64_t dir, ino;
  char name[80]; // "": taken away
};
struct again { // an inode that was given to another file: known by a name of its own from then on
  uint64_t ino, now;
};
struct cut_disk {
  uint64_t root;
  struct again again[AGAIN];
  size_t n_again;
  struct node *nodes;
  struct entry *entries;
  size_t n_nodes, n_entries;
};
struct op {
  struct cut_op head;
  const char *name, *data;
  bool kept;
};
// ---- the tree ----------------------------------------------------------------------------------

static struct node *node_of(struct cut_disk *d, uint64_t ino) {
  for (size_t i = d->n_nodes; i-- > 0;)
    if (d->nodes[i].ino == ino) return &d->nodes[i];
  return NULL;
}

static struct node *node_new(struct cut_disk *d, uint64_t ino, bool folder) {
  struct node *n = node_of(d, ino);
  if (!n && d->n_nodes == NODES) abort();
  if (!n) n = &d->nodes[d->n_nodes++];
  buf_drop(&n->data);
  *n = (struct node){.ino = ino, .folder = folder};
  return n;
}

static void name_drop(struct cut_disk *d, uint64_t dir, const char *name, size_t n) {
  for (size_t i = 0; i < d->n_entries; i++)
    if (d->entries[i].dir == dir && strlen(d->entries[i].name) == n &&
        !memcmp(d->entries[i].name, name, n))
      d->entries[i].name[0] = '\0';
}

static void name_set(struct cut_disk *d, uint64_t dir, const char *name, size_t n, uint64_t ino) {
  name_drop(d, dir, name, n);
  if (d->n_entries == ENTRIES || n >= sizeof d->entries[0].name) abort();
  struct entry *e = &d->entries[d->n_entries++];
  *e = (struct entry){.dir = dir, .ino = ino};
  memcpy(e->name, name, n);
}

static struct cut_disk *walking;
static int walk_one(const char *path, const struct stat *st, int kind, struct FTW *ftw) {
  struct stat parent;
  char folder[PATH_MAX];
  struct node *n = node_new(walking, st->st_ino, kind == FTW_D);
  if (ftw->level == 0) {
    walking->root = st->st_ino;
    return 0;
  }
  snprintf(folder, sizeof folder, "%.*s", ftw->base - 1, path);
  if (stat(folder, &parent)) abort();
  name_set(walking, parent.st_ino, path + ftw->base, strlen(path + ftw->base), st->st_ino);
  if (kind == FTW_F && file_read(AT_FDCWD, path, 1 << 28, &n->data)) abort();
  return 0;
}

struct cut_disk *cut_disk_of(const char *root) {
  struct cut_disk *d = calloc(1, sizeof *d);
  if (!d) abort();
  d->nodes = calloc(NODES, sizeof *d->nodes);
  d->entries = calloc(ENTRIES, sizeof *d->entries);
  if (!d->nodes || !d->entries) abort();
  walking = d;
  if (nftw(root, walk_one, 16, FTW_PHYS)) abort();
  return d;
}

void cut_disk_free(struct cut_disk *d) {
  for (size_t i = 0; i < d->n_nodes; i++) buf_drop(&d->nodes[i].data);
  free(d->nodes);
  free(d->entries);
  free(d);
}

// ---- which changes are kept --------------------------------------------------------------------

static bool is_name_op(const struct op *o) { return o->head.kind <= CUT_UNLINK; }
static bool is_data_op(const struct op *o) {
  return o->head.kind == CUT_WRITE || o->head.kind == CUT_TRUNCATE;
}

static bool covers(const struct op *sync, const struct op *o) {
  if (sync->head.kind == CUT_SYNCFS) return true;
  uint64_t ino = sync->head.ino;
  if (is_data_op(o)) return o->head.ino == ino;
  if (o->head.kind == CUT_CREATE && o->head.ino == ino) return true;
  return o->head.dir == ino || (o->head.kind == CUT_RENAME && (uint64_t)o->head.at == ino);
}

static void keep(struct op *ops, size_t n, uint64_t (*random)(void *, uint64_t), void *self) {
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; ops[i].head.kind >= CUT_FSYNC && j < i; j++)
      ops[j].kept |= covers(&ops[i], &ops[j]);
  size_t names = 0, beginning;
  for (size_t i = 0; i < n; i++) names += is_name_op(&ops[i]) && !ops[i].kept;
  beginning = (size_t)random(self, names + 1);
  for (size_t i = 0; i < n; i++) {
    if (ops[i].kept) continue;
    if (is_data_op(&ops[i])) ops[i].kept = random(self, 2);
    if (is_name_op(&ops[i]) && beginning) ops[i].kept = beginning-- > 0;
  }
}

// ---- applying ----------------------------------------------------------------------------------

static void write_at(struct node *n, const struct op *o) {
  size_t end = (size_t)o->head.at + o->head.n;
  while (n->data.n < end) buf_add_char(&n->data, 0);
  if (o->head.n) memcpy(n->data.p + o->head.at, o->data, o->head.n);
}

static void truncate_to(struct node *n, size_t size) {
  while (n->data.n < size) buf_add_char(&n->data, 0);
  n->data.n = size;
}

static void apply(struct cut_disk *d, const struct op *o) {
  struct node *n = node_of(d, o->head.ino);
  switch ((enum cut_kind)o->head.kind) {
  case CUT_CREATE:
  case CUT_MKDIR:
    node_new(d, o->head.ino, o->head.kind == CUT_MKDIR);
    name_set(d, o->head.dir, o->name, o->head.name_n, o->head.ino);
    break;
  case CUT_RENAME:
    name_drop(d, (uint64_t)o->head.at, o->data, o->head.n);
    name_set(d, o->head.dir, o->name, o->head.name_n, o->head.ino);
    break;
  case CUT_UNLINK: name_drop(d, o->head.dir, o->name, o->head.name_n); break;
  case CUT_WRITE:
    if (n) write_at(n, o);
    break;
  case CUT_TRUNCATE:
    if (n) truncate_to(n, (size_t)o->head.at);
    break;
  case CUT_FSYNC:
  case CUT_SYNCFS: break;
  }
}

static void lay_out(struct cut_disk *d, uint64_t dir, const char *path) {
  for (size_t i = 0; i < d->n_entries; i++) {
    struct entry *e = &d->entries[i];
    struct node *n = e->dir == dir && e->name[0] ? node_of(d, e->ino) : NULL;
    char below[PATH_MAX];
    if (!n) continue;
    snprintf(below, sizeof below, "%s/%s", path, e->name);
    if (n->folder) {
      if (mkdir(below, 0700)) abort();
      lay_out(d, e->ino, below);
      continue;
    }
    AUTO(fd) fd f = open(below, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (f < 0 || (n->data.n && file_write_all(f, n->data.p, n->data.n))) abort();
  }
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw) {
  (void)st, (void)kind;
  return ftw->level ? remove(path) : 0;
}

// A file system gives an inode away again once its last name is gone. Here that removal may be
// undone, so the new file must not be taken for the old.
static uint64_t ino_now(const struct cut_disk *d, uint64_t ino) {
  for (size_t i = d->n_again; i-- > 0;)
    if (d->again[i].ino == ino) return d->again[i].now;
  return ino;
}

static void inodes_resolve(struct cut_disk *d, struct cut_op *o) {
  if (o->kind == CUT_CREATE || o->kind == CUT_MKDIR) {
    if (d->n_again == AGAIN) abort();
    d->again[d->n_again] = (struct again){o->ino, o->ino | (uint64_t)(d->n_again + 1) << 40};
    d->n_again++;
  }
  o->ino = ino_now(d, o->ino);
  o->dir = ino_now(d, o->dir);
  if (o->kind == CUT_RENAME) o->at = (int64_t)ino_now(d, (uint64_t)o->at);
}

static size_t parse(const struct buf *log, struct op *ops, size_t most) {
  size_t n = 0;
  for (size_t at = 0; at + sizeof ops->head <= log->n && n < most; n++) {
    struct op *o = &ops[n];
    memcpy(&o->head, log->p + at, sizeof o->head);
    o->name = log->p + at + sizeof o->head;
    o->data = o->name + o->head.name_n;
    size_t data = o->head.kind == CUT_WRITE || o->head.kind == CUT_RENAME ? o->head.n : 0;
    at += sizeof o->head + o->head.name_n + data;
    if (at > log->n) break;
  }
  return n;
}

size_t cut_disk_replay(struct cut_disk *d, const char *log_path, const char *root,
                       uint64_t (*random)(void *self, uint64_t below), void *self) {
  enum { MOST = 100000 };
  AUTO(buf) struct buf log = {0};
  struct op *ops = calloc(MOST, sizeof *ops);
  if (!ops || file_read(AT_FDCWD, log_path, 1 << 30, &log)) abort();
  size_t n = parse(&log, ops, MOST), changes = 0;
  for (size_t i = 0; i < n; i++) inodes_resolve(d, &ops[i].head);
  keep(ops, n, random, self);
  for (size_t i = 0; i < n; i++) {
    changes += ops[i].head.kind < CUT_FSYNC;
    if (ops[i].kept) apply(d, &ops[i]);
  }
  if (nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS)) abort();
  lay_out(d, d->root, root);
  free(ops);
  return changes;
}
