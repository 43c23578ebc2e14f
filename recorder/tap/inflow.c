// SPDX-License-Identifier: Apache-2.0
#include "recorder/tap/inflow.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <zlib.h>

#include "core/scope.h"

// As little is unpacked ahead as costs no time: a place has to keep it.
enum { PACKED_BYTES = 32 << 10, UNPACKED_BYTES = 8 << 10, RATIO_FROM = 64 << 20 };

struct packed { // the unpacker
  z_stream z;
  uint8_t in[PACKED_BYTES];
  uint64_t unpacked;
  bool ended; // between two members
};

struct inflow {
  const char *path;
  dev_t device;
  ino_t inode;
  off_t at; // of the next read
  struct packed *packed;
  uint8_t *window;
  size_t from, to;
  bool end;
  const char *trouble;
};

struct inflow_place {
  struct inflow of; // its window holds what lay there, its unpacker is a copy
};

static void packed_free(struct packed *p) {
  if (p) inflateEnd(&p->z);
  free(p);
}

void inflow_free(struct inflow *f) {
  if (!f) return;
  packed_free(f->packed);
  free(f->window);
  free(f);
}

// ---- reading -----------------------------------------------------------------------------------

static enum err file_open(const char *path, struct stat *st, int *out_fd) {
  AUTO(fd) fd f = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (f < 0) return fail_os("no capture file");
  if (fstat(f, st)) return fail_os("no capture file");
  if (S_ISDIR(st->st_mode)) return fail(E_BAD_INPUT, "a folder: name the files in it");
  if (!S_ISREG(st->st_mode)) return fail(E_BAD_INPUT, "no regular file: write it to one first");
  *out_fd = fd_take(&f);
  return OK;
}

// At most `n` bytes from where the last ones ended; 0 at the end.
static size_t read_on(struct inflow *f, uint8_t *to, size_t n) {
  AUTO(fd) fd file = -1;
  struct stat st;
  if (f->end) return 0;
  if (file_open(f->path, &st, &file)) {
    err_forget();
    f->trouble = "is gone";
  } else if (st.st_dev != f->device || st.st_ino != f->inode)
    f->trouble = "was replaced while it was read";
  ssize_t got = f->trouble ? 0 : pread(file, to, n, f->at);
  if (got < 0) f->trouble = "cannot be read";
  if (got <= 0) {
    f->end = true;
    return 0;
  }
  f->at += got;
  return (size_t)got;
}

static bool is_bomb(const struct inflow *f) {
  return f->packed->unpacked > RATIO_FROM && f->packed->unpacked / INFLOW_RATIO > (uint64_t)f->at;
}

// After a member: another one, or what fills up a tape, which is nobody's.
static bool next_member(struct inflow *f) {
  z_stream *z = &f->packed->z;
  while (z->avail_in && *z->next_in == 0) z->next_in++, z->avail_in--;
  if (!z->avail_in) return true;
  if (*z->next_in != 0x1f) {
    f->end = true;
    return false;
  }
  f->packed->ended = false;
  return inflateReset(z) == Z_OK;
}

static size_t unpack(struct inflow *f, uint8_t *to, size_t n) {
  struct packed *p = f->packed;
  p->z.next_out = to;
  p->z.avail_out = (uInt)n;
  while (p->z.avail_out == n && !f->end && !f->trouble) {
    if (!p->z.avail_in) {
      p->z.next_in = p->in;
      p->z.avail_in = (uInt)read_on(f, p->in, sizeof p->in);
      if (!p->z.avail_in && !p->ended && !f->trouble) f->trouble = "breaks off";
      if (!p->z.avail_in) break;
    }
    if (p->ended && (!next_member(f) || p->ended)) continue;
    int rc = inflate(&p->z, Z_NO_FLUSH);
    if (rc == Z_STREAM_END)
      p->ended = true;
    else if (rc != Z_OK && rc != Z_BUF_ERROR)
      f->trouble = "is damaged";
  }
  n -= p->z.avail_out;
  p->unpacked += n;
  if (is_bomb(f)) f->trouble = "unpacks to more than any capture does";
  return n;
}

struct span inflow_want(struct inflow *f, size_t n) {
  if (n > INFLOW_WINDOW) n = INFLOW_WINDOW;
  if (f->to - f->from < n && f->from) {
    memmove(f->window, f->window + f->from, f->to - f->from);
    f->to -= f->from;
    f->from = 0;
  }
  while (f->to - f->from < n) {
    uint8_t *to = f->window + f->to;
    size_t room = INFLOW_WINDOW - f->to, some = n - (f->to - f->from) + UNPACKED_BYTES;
    size_t got = f->packed ? unpack(f, to, some < room ? some : room) : read_on(f, to, room);
    if (!got) break;
    f->to += got;
  }
  return (struct span){f->window + f->from, f->to - f->from};
}

void inflow_skip(struct inflow *f, uint64_t n) {
  while (n > f->to - f->from) {
    n -= f->to - f->from;
    f->from = f->to = 0;
    if (!f->packed && !f->end && n < INT64_MAX / 2) { // no need to look at it, but at its last byte
      f->at += (off_t)(n - 1);
      n = 1;
    }
    if (!inflow_want(f, 1).n) {
      if (!f->trouble) f->trouble = "breaks off";
      return;
    }
  }
  f->from += (size_t)n;
}

const char *inflow_trouble(const struct inflow *f) { return f->trouble; }

// ---- opening, places ---------------------------------------------------------------------------

static enum err refused(struct span s) {
  static const struct {
    const char *magic, *name;
    size_t n;
  } others[] = {{"\x28\xb5\x2f\xfd", "zstd", 4},
                {"\x04\x22\x4d\x18", "lz4", 4},
                {"\xfd"
                 "7zXZ",
                 "xz", 5},
                {"BZh", "bzip2", 3},
                {"PK\3\4", "zip", 4},
                {"7z\xbc\xaf", "7z", 4},
                {"Rar!", "rar", 4}};
  for (size_t i = 0; i < countof(others); i++)
    if (s.n >= others[i].n && !memcmp(s.p, others[i].magic, others[i].n))
      return fail(E_UNSUPPORTED, "packed with %s: unpack it first (gzip is understood)",
                  others[i].name);
  return OK;
}

static enum err unpacker_new(struct packed **out) {
  struct packed *p = calloc(1, sizeof *p);
  if (!p) return fail(E_FULL, "no memory to unpack");
  if (inflateInit2(&p->z, 15 + 16) != Z_OK) { // a window of 32 KiB, gzip's frame
    free(p);
    return fail(E_FULL, "no memory to unpack");
  }
  *out = p;
  return OK;
}

static enum err begin(struct inflow *f) {
  AUTO(fd) fd file = -1;
  struct stat st;
  TRY(file_open(f->path, &st, &file));
  f->device = st.st_dev;
  f->inode = st.st_ino;
  struct span front = inflow_want(f, 8);
  TRY(refused(front));
  if (front.n < 3 || front.p[0] != 0x1f || front.p[1] != 0x8b) return OK;
  f->from = f->to = 0;
  f->at = 0;
  f->end = false;
  return unpacker_new(&f->packed);
}

static struct inflow *inflow_new(const char *path) {
  struct inflow *f = calloc(1, sizeof *f);
  if (!f) return NULL;
  f->path = path;
  f->window = malloc(INFLOW_WINDOW);
  if (f->window) return f;
  free(f);
  return NULL;
}

enum err inflow_open(const char *path, struct inflow **out) {
  struct inflow *f = inflow_new(path);
  enum err rc = f ? begin(f) : fail(E_FULL, "no memory to read files");
  if (rc) {
    inflow_free(f);
    return rc;
  }
  *out = f;
  return OK;
}

static struct packed *packed_copy(struct packed *from) {
  struct packed *p = calloc(1, sizeof *p);
  if (!p || inflateCopy(&p->z, &from->z) != Z_OK) {
    free(p);
    return NULL;
  }
  memcpy(p->in, from->in, sizeof p->in);
  p->z.next_in = p->in;
  if (from->z.avail_in) p->z.next_in += from->z.next_in - from->in;
  p->unpacked = from->unpacked;
  p->ended = from->ended;
  return p;
}

// A copy of `f`; of a plain file without what lies in its window, which is read again.
static bool copy(const struct inflow *f, struct inflow *to) {
  *to = *f;
  size_t n = f->to - f->from;
  to->window = f->packed ? malloc(n + 1) : NULL;
  to->packed = f->packed ? packed_copy(f->packed) : NULL;
  to->from = 0;
  to->to = f->packed ? n : 0;
  if (!f->packed) {
    to->at -= (off_t)n;
    to->end = false;
    return true;
  }
  if (to->window) memcpy(to->window, f->window + f->from, n);
  return to->window && to->packed;
}

struct inflow_place *inflow_mark(const struct inflow *f) {
  struct inflow_place *p = calloc(1, sizeof *p);
  if (p && copy(f, &p->of)) return p;
  inflow_place_free(p);
  return NULL;
}

void inflow_place_free(struct inflow_place *p) {
  if (!p) return;
  packed_free(p->of.packed);
  free(p->of.window);
  free(p);
}

enum err inflow_from(const struct inflow_place *p, struct inflow **out) {
  struct inflow *f = inflow_new(p->of.path);
  if (!f) return fail(E_FULL, "no memory to read files");
  uint8_t *window = f->window;
  *f = p->of;
  f->window = window;
  f->packed = p->of.packed ? packed_copy(p->of.packed) : NULL;
  if (p->of.to) memcpy(f->window, p->of.window, p->of.to);
  if (p->of.packed && !f->packed) {
    inflow_free(f);
    return fail(E_FULL, "no memory to unpack");
  }
  *out = f;
  return OK;
}
