// SPDX-License-Identifier: Apache-2.0
#include "core/blob.h"

#include <sys/stat.h>

#include "core/file.h"

enum { FOLDER = 3, NAME = 1 + ID_TEXT + SEALED_KIND + 8 };

struct blob {
  struct sealed_writer *writer;
  fd folder, file;
  bool sealed, published;
  char hidden[NAME]; // ".<id>.<kind>.new"
  char name[NAME];   // "<id>.<kind>.sealed"
};

static inline void blob_drop(struct blob **b) { blob_free(*b); }

static void names_make(struct sealed_name n, char folder[FOLDER], char name[NAME]) {
  char id[ID_TEXT];
  id_text(n.id, id);
  snprintf(folder, FOLDER, "%s", id + ID_TEXT - 3);
  snprintf(name, NAME, "%s.%s.sealed", id, n.kind);
}

// ---- writing -----------------------------------------------------------------------------------

static enum err folder_of(int audio_dir, const char *name, fd *out) {
  if (mkdirat(audio_dir, name, 02770)) {
    if (errno != EEXIST) return fail_os("make an audio folder");
  } else if (fsync(audio_dir)) {
    return fail_os("sync the audio folder");
  }
  return folder_open(audio_dir, name, out);
}

enum err blob_create(int audio_dir, struct sealed_name name, const uint8_t key[SEALED_KEY],
                     struct blob **out) {
  char folder[FOLDER];
  AUTO(blob) struct blob *b = calloc(1, sizeof *b);
  if (!b) return fail(E_BROKEN, "no memory for a blob");
  b->folder = b->file = -1;
  names_make(name, folder, b->name);
  snprintf(b->hidden, sizeof b->hidden, ".%.*s.new", (int)(strlen(b->name) - 7), b->name);
  TRY(folder_of(audio_dir, folder, &b->folder));
  b->file =
      openat(b->folder, b->hidden, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0660);
  if (b->file < 0) return fail_os("make a blob");
  TRY(sealed_create(b->file, name, key, SEALED_BEST, &b->writer));
  *out = b;
  b = NULL;
  return OK;
}

enum err blob_write(struct blob *b, const void *p, size_t n) {
  return sealed_write(b->writer, p, n);
}

enum err blob_patch(struct blob *b, const void *p, size_t n) {
  return sealed_patch(b->writer, p, n);
}

enum err blob_seal(struct blob *b) {
  if (b->sealed) return OK;
  TRY(sealed_finish(b->writer));
  if (fsync(b->file)) return fail_os("sync a blob");
  b->sealed = true;
  return OK;
}

enum err blob_publish(struct blob *b) {
  TRY(blob_seal(b));
  if (renameat(b->folder, b->hidden, b->folder, b->name)) return fail_os("show a blob");
  b->published = true;
  if (fsync(b->folder)) return fail_os("sync a blob's folder");
  return OK;
}

void blob_free(struct blob *b) {
  if (!b) return;
  if (b->file >= 0 && !b->published) unlinkat(b->folder, b->hidden, 0);
  sealed_writer_free(b->writer);
  fd_drop(&b->file);
  fd_drop(&b->folder);
  free(b);
}

// ---- reading and removing ----------------------------------------------------------------------

enum err blob_open(int audio_dir, struct sealed_name name, const uint8_t key[SEALED_KEY],
                   struct sealed **out) {
  char folder[FOLDER], file[NAME], path[FOLDER + NAME];
  names_make(name, folder, file);
  snprintf(path, sizeof path, "%s/%s", folder, file);
  AUTO(fd) fd in = openat(audio_dir, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (in < 0) return fail_os("open a recording");
  TRY(sealed_open(in, name, key, out));
  fd_take(&in);
  return OK;
}

enum err blob_remove(int audio_dir, struct sealed_name name) {
  char folder[FOLDER], file[NAME], path[FOLDER + NAME];
  names_make(name, folder, file);
  snprintf(path, sizeof path, "%s/%s", folder, file);
  return unlinkat(audio_dir, path, 0) && errno != ENOENT ? fail_os("remove a recording") : OK;
}

// ---- all of them -------------------------------------------------------------------------------

static DIR *folder_list(int dir, const char *name) {
  int got = openat(dir, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *d = got >= 0 ? fdopendir(got) : NULL;
  if (!d && got >= 0) close(got);
  return d;
}

static bool name_parse(const char *name, struct id *id, char kind[SEALED_KIND]) {
  struct sv s = sv_of(name), rest = sv_from(s, ID_TEXT - 1);
  size_t dot;
  if (rest.n < 9 || rest.p[0] != '.' || !sv_eq(sv_from(rest, rest.n - 7), SV(".sealed")))
    return false;
  struct sv middle = {rest.p + 1, rest.n - 8};
  if (!middle.n || middle.n >= SEALED_KIND || sv_find(middle, '.', &dot)) return false;
  if (id_parse(sv_first(s, ID_TEXT - 1), id)) {
    err_forget();
    return false;
  }
  memcpy(kind, middle.p, middle.n);
  kind[middle.n] = '\0';
  return true;
}

static enum err folder_each(int audio_dir, const char *folder,
                            enum err (*each)(void *self, struct id id, const char *kind),
                            void *self) {
  AUTO(listing) DIR *d = folder_list(audio_dir, folder);
  if (!d) return fail_os("list an audio folder");
  for (struct dirent *e; (e = readdir(d));) {
    struct id id;
    char kind[SEALED_KIND];
    if (name_parse(e->d_name, &id, kind)) TRY(each(self, id, kind));
  }
  return OK;
}

static bool is_folder(const char *name) { return strlen(name) == 2 && name[0] != '.'; }

enum err blob_each(int audio_dir, enum err (*each)(void *self, struct id id, const char *kind),
                   void *self) {
  AUTO(listing) DIR *d = folder_list(audio_dir, ".");
  if (!d) return fail_os("list the audio folder");
  for (struct dirent *e; (e = readdir(d));)
    if (is_folder(e->d_name)) TRY(folder_each(audio_dir, e->d_name, each, self));
  return OK;
}

static void folder_sweep(int audio_dir, const char *folder) {
  AUTO(listing) DIR *d = folder_list(audio_dir, folder);
  if (!d) return;
  for (struct dirent *e; (e = readdir(d));) {
    struct sv name = sv_of(e->d_name);
    if (name.n > 4 && name.p[0] == '.' && sv_eq(sv_from(name, name.n - 4), SV(".new")))
      unlinkat(dirfd(d), e->d_name, 0);
  }
}

void blob_sweep(int audio_dir) {
  AUTO(listing) DIR *d = folder_list(audio_dir, ".");
  if (!d) return;
  for (struct dirent *e; (e = readdir(d));)
    if (is_folder(e->d_name)) folder_sweep(audio_dir, e->d_name);
}
