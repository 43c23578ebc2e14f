// SPDX-License-Identifier: Apache-2.0
#include "vault/archive.h"

#include "core/scope.h"
#include "vault/archive_driver.h"

// The first that the settings mean. The folder comes last: it is what a house has that says
// nothing.
static const struct archive_driver *const kinds[] = {&archive_folder};

enum err archive_open(const struct datadir *d, const struct settings *s, struct archive **out) {
  for (size_t i = 0; i < countof(kinds); i++)
    if (kinds[i]->wanted(s)) return kinds[i]->open(d, s, out);
  return fail(E_CONFIG, "no archive fits these settings");
}

void archive_fence(const struct archive *a, struct fence *f, int rights) {
  a->driver->fence(a, f, rights);
}

void archive_free(struct archive *a) {
  if (a) a->driver->free(a);
}

// ---- writing -----------------------------------------------------------------------------------

enum err archive_put(struct archive *a, struct archive_name name, struct archive_draft **out) {
  if (strlen(name.kind) >= ARCHIVE_KIND)
    return fail(E_BAD_INPUT, "a kind too long: %.20s", name.kind);
  return a->driver->put(a, name, out);
}

enum err archive_write(struct archive_draft *d, uint64_t at, const void *p, size_t n) {
  return d->driver->write(d, at, p, n);
}

enum err archive_sync(struct archive_draft *d) { return d->driver->sync(d); }
enum err archive_publish(struct archive_draft *d) { return d->driver->publish(d); }

void archive_discard(struct archive_draft *d) {
  if (d) d->driver->discard(d);
}

// ---- reading -----------------------------------------------------------------------------------

enum err archive_get(struct archive *a, struct archive_name name, struct archive_item **out) {
  return a->driver->get(a, name, out);
}

uint64_t archive_size(const struct archive_item *i) { return i->size; }

enum err archive_read(const struct archive_item *i, uint64_t at, void *to, size_t n,
                      size_t *out_n) {
  return i->driver->read(i, at, to, n, out_n);
}

void archive_close(struct archive_item *i) {
  if (i) i->driver->close(i);
}

// ---- the whole ---------------------------------------------------------------------------------

enum err archive_erase(struct archive *a, struct archive_name name) {
  return a->driver->erase(a, name);
}

enum err archive_each(struct archive *a, const struct archive_visit *v) {
  return a->driver->each(a, v);
}

void archive_sweep(struct archive *a) { a->driver->sweep(a); }

enum err archive_room(struct archive *a, uint64_t *out_bytes) {
  return a->driver->room(a, out_bytes);
}

bool archive_takes(struct archive *a) {
  static const char bytes[4096];
  struct archive_draft *d = NULL;
  enum err rc = archive_put(a, (struct archive_name){.kind = "probe"}, &d);
  if (!rc) rc = archive_write(d, 0, bytes, sizeof bytes);
  if (!rc) rc = archive_sync(d);
  archive_discard(d);
  err_forget();
  return !rc;
}
