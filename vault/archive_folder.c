// SPDX-License-Identifier: Apache-2.0
// The archive that is a folder: audio/ab/<id>.<kind>.sealed (ab: the id's last two hex). A draft is
// a hidden file beside it; publishing is renaming and syncing the folder. Names are opened beneath
// the folder and never through a link (core/file.h), for another user may have put them there.
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "vault/archive_driver.h"

enum { SHELF = 3, NAME = 1 + ID_TEXT + ARCHIVE_KIND + 8 };

struct folder {
  struct archive head;
  fd dir;
};

struct draft {
  struct archive_draft head;
  fd shelf, file;
  bool published;
  char hidden[NAME]; // ".<id>.<kind>.new"
  char name[NAME];   // "<id>.<kind>.sealed"
};

struct item {
  struct archive_item head;
  fd file;
};

static int dir_of(const struct archive *a) { return ((const struct folder *)a)->dir; }

static void names_make(struct archive_name n, char shelf[SHELF], char name[NAME]) {
  char id[ID_TEXT];
  id_text(n.id, id);
  snprintf(shelf, SHELF, "%s", id + ID_TEXT - 3);
  snprintf(name, NAME, "%s.%s.sealed", id, n.kind);
}

static void path_make(struct archive_name n, char path[SHELF + NAME]) {
  char shelf[SHELF], name[NAME];
  names_make(n, shelf, name);
  snprintf(path, SHELF + NAME, "%s/%s", shelf, name);
}

// ---- opening -----------------------------------------------------------------------------------

static bool wanted(const struct settings *s) {
  (void)s;
  return true;
}

static enum err folder_open_it(const struct datadir *d, const struct settings *s,
                               struct archive **out) {
  (void)s;
  AUTO(fd) fd dir = -1;
  TRY(datadir_folder(d, DATADIR_AUDIO, &dir));
  struct folder *a = calloc(1, sizeof *a);
  *out = (struct archive *)a;
  if (!a) return fail(E_BROKEN, "no memory for the archive");
  *a = (struct folder){.head = {&archive_folder}, .dir = fd_take(&dir)};
  return OK;
}

static void folder_fence(const struct archive *a, struct fence *f, int rights) {
  fence_add_fd(f, dir_of(a), rights);
}

static void folder_free(struct archive *a) {
  fd_drop(&((struct folder *)a)->dir);
  free(a);
}

// ---- writing -----------------------------------------------------------------------------------

static void discard(struct archive_draft *head) {
  struct draft *d = (struct draft *)head;
  if (!d) return;
  if (d->file >= 0 && !d->published) unlinkat(d->shelf, d->hidden, 0);
  fd_drop(&d->file);
  fd_drop(&d->shelf);
  free(d);
}

static inline void draft_drop(struct draft **d) { discard((struct archive_draft *)*d); }

static enum err shelf_of(int dir, const char *name, fd *out) {
  if (mkdirat(dir, name, 02770)) {
    if (errno != EEXIST) return fail_os("make an audio folder");
  } else if (fsync(dir)) {
    return fail_os("sync the audio folder");
  }
  return folder_open_beneath(dir, name, out);
}

static enum err put(struct archive *a, struct archive_name name, struct archive_draft **out) {
  char shelf[SHELF];
  AUTO(draft) struct draft *d = calloc(1, sizeof *d);
  if (!d) return fail(E_BROKEN, "no memory for a recording");
  d->head.driver = &archive_folder;
  d->shelf = d->file = -1;
  names_make(name, shelf, d->name);
  snprintf(d->hidden, sizeof d->hidden, ".%.*s.new", (int)(strlen(d->name) - 7), d->name);
  TRY(shelf_of(dir_of(a), shelf, &d->shelf));
  TRY(file_create(d->shelf, d->hidden, 0660, &d->file));
  *out = &d->head;
  d = NULL;
  return OK;
}

static enum err write_at(struct archive_draft *head, uint64_t at, const void *from, size_t n) {
  struct draft *d = (struct draft *)head;
  for (const uint8_t *p = from; n;) {
    ssize_t k = pwrite(d->file, p, n, (off_t)at);
    if (k < 0 && errno == EINTR) continue;
    if (k < 0) return fail_os("write a sealed file");
    p += k;
    at += (uint64_t)k;
    n -= (size_t)k;
  }
  return OK;
}

static enum err sync_it(struct archive_draft *head) {
  return fsync(((struct draft *)head)->file) ? fail_os("sync a sealed file") : OK;
}

static enum err publish(struct archive_draft *head) {
  struct draft *d = (struct draft *)head;
  if (!d->published && renameat(d->shelf, d->hidden, d->shelf, d->name))
    return fail_os("show a sealed file");
  d->published = true;
  return fsync(d->shelf) ? fail_os("sync a sealed file's folder") : OK;
}

// ---- reading and erasing -----------------------------------------------------------------------

static enum err get(struct archive *a, struct archive_name name, struct archive_item **out) {
  char path[SHELF + NAME];
  struct stat st;
  AUTO(fd) fd file = -1;
  path_make(name, path);
  TRY(file_open(dir_of(a), path, O_RDONLY, 0, &file));
  if (fstat(file, &st)) return fail_os("look at a sealed file");
  struct item *i = calloc(1, sizeof *i);
  *out = (struct archive_item *)i;
  if (!i) return fail(E_BROKEN, "no memory to open a recording");
  *i = (struct item){.head = {&archive_folder, (uint64_t)st.st_size}, .file = fd_take(&file)};
  return OK;
}

static enum err read_at(const struct archive_item *head, uint64_t at, void *to, size_t n,
                        size_t *out_n) {
  const struct item *i = (const struct item *)head;
  size_t done = 0;
  while (done < n) {
    ssize_t k = pread(i->file, (uint8_t *)to + done, n - done, (off_t)(at + done));
    if (k < 0 && errno == EINTR) continue;
    if (k < 0) return fail_os("read a sealed file");
    if (!k) break;
    done += (size_t)k;
  }
  *out_n = done;
  return OK;
}

static void close_it(struct archive_item *head) {
  fd_drop(&((struct item *)head)->file);
  free(head);
}

static enum err erase(struct archive *a, struct archive_name name) {
  char path[SHELF + NAME];
  path_make(name, path);
  return unlinkat(dir_of(a), path, 0) && errno != ENOENT ? fail_os("remove a recording") : OK;
}

static enum err room(struct archive *a, uint64_t *out_bytes) {
  struct statvfs fs;
  if (fstatvfs(dir_of(a), &fs)) return fail_os("look at the room for recordings");
  *out_bytes = (uint64_t)fs.f_bavail * fs.f_frsize;
  return OK;
}

// ---- all of them -------------------------------------------------------------------------------

static enum err shelf_list(int dir, const char *name, DIR **out) {
  AUTO(fd) fd got = -1;
  TRY(folder_open_beneath(dir, name, &got));
  *out = fdopendir(got);
  if (!*out) return fail_os("list %s", name);
  fd_take(&got);
  return OK;
}

static bool name_parse(const char *name, struct id *id, char kind[ARCHIVE_KIND]) {
  struct sv s = sv_of(name), rest = sv_from(s, ID_TEXT - 1);
  size_t dot;
  if (rest.n < 9 || rest.p[0] != '.' || !sv_eq(sv_from(rest, rest.n - 7), SV(".sealed")))
    return false;
  struct sv middle = {rest.p + 1, rest.n - 8};
  if (!middle.n || middle.n >= ARCHIVE_KIND || sv_find(middle, '.', &dot)) return false;
  if (!id_is(sv_first(s, ID_TEXT - 1), id)) return false;
  memcpy(kind, middle.p, middle.n);
  kind[middle.n] = '\0';
  return true;
}

static bool is_file(const struct dirent *e, int dir) {
  struct stat st;
  if (e->d_type != DT_UNKNOWN) return e->d_type == DT_REG;
  return !fstatat(dir, e->d_name, &st, AT_SYMLINK_NOFOLLOW) && S_ISREG(st.st_mode);
}

// What begins with a dot is being written, or the folder itself.
static enum err one_file(DIR *d, const struct dirent *e, const char *shelf,
                         const struct archive_visit *v) {
  struct id id;
  char kind[ARCHIVE_KIND], name[SHELF + sizeof e->d_name + 2];
  if (e->d_name[0] == '.') return OK;
  if (is_file(e, dirfd(d)) && name_parse(e->d_name, &id, kind)) return v->each(v->self, id, kind);
  snprintf(name, sizeof name, "%s/%s", shelf, e->d_name);
  return v->odd ? v->odd(v->self, name) : OK;
}

static enum err shelf_each(int dir, const char *shelf, const struct archive_visit *v) {
  AUTO(listing) DIR *d = NULL;
  enum err rc = shelf_list(dir, shelf, &d);
  if (rc == E_BAD_DATA && v->odd) {
    err_forget();
    return v->odd(v->self, shelf);
  }
  TRY(rc);
  for (struct dirent *e; (e = readdir(d));) TRY(one_file(d, e, shelf, v));
  return OK;
}

static bool is_shelf(const char *name) { return strlen(name) == 2 && name[0] != '.'; }

static enum err each(struct archive *a, const struct archive_visit *v) {
  AUTO(listing) DIR *d = NULL;
  TRY(shelf_list(dir_of(a), ".", &d));
  for (struct dirent *e; (e = readdir(d));) {
    if (is_shelf(e->d_name)) TRY(shelf_each(dir_of(a), e->d_name, v));
    if (!is_shelf(e->d_name) && e->d_name[0] != '.' && v->odd) TRY(v->odd(v->self, e->d_name));
  }
  return OK;
}

static void shelf_sweep(int dir, const char *shelf) {
  AUTO(listing) DIR *d = NULL;
  if (shelf_list(dir, shelf, &d)) return;
  for (struct dirent *e; (e = readdir(d));) {
    struct sv name = sv_of(e->d_name);
    if (name.n > 4 && name.p[0] == '.' && sv_eq(sv_from(name, name.n - 4), SV(".new")))
      unlinkat(dirfd(d), e->d_name, 0);
  }
}

static void sweep(struct archive *a) {
  AUTO(listing) DIR *d = NULL;
  if (!shelf_list(dir_of(a), ".", &d))
    for (struct dirent *e; (e = readdir(d));)
      if (is_shelf(e->d_name)) shelf_sweep(dir_of(a), e->d_name);
  err_forget(); // what cannot be looked through is not swept
}

const struct archive_driver archive_folder = {
    .wanted = wanted,
    .open = folder_open_it,
    .fence = folder_fence,
    .free = folder_free,
    .put = put,
    .write = write_at,
    .sync = sync_it,
    .publish = publish,
    .discard = discard,
    .get = get,
    .read = read_at,
    .close = close_it,
    .erase = erase,
    .each = each,
    .sweep = sweep,
    .room = room,
};
