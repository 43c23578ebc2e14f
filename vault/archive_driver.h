// SPDX-License-Identifier: Apache-2.0
// What an archive is: a table of functions, and the head that each of its things begins with.
// vault/archive.c says what is the same for all and calls these; an archive is one file, and its
// line in the list there. Private to both. The functions keep the promises of vault/archive.h,
// where they stand under the same name.
#pragma once
#include "vault/archive.h"

struct archive_driver;

struct archive {
  const struct archive_driver *driver;
};
struct archive_draft {
  const struct archive_driver *driver;
};
struct archive_item {
  const struct archive_driver *driver;
  uint64_t size;
};

struct archive_driver {
  bool (*wanted)(const struct settings *s); // whether a house with these settings means this one
  enum err (*open)(const struct datadir *d, const struct settings *s, struct archive **out);
  void (*fence)(const struct archive *a, struct fence *f, int rights);
  void (*free)(struct archive *a);

  enum err (*put)(struct archive *a, struct archive_name name, struct archive_draft **out);
  enum err (*write)(struct archive_draft *d, uint64_t at, const void *p, size_t n);
  enum err (*sync)(struct archive_draft *d);
  enum err (*publish)(struct archive_draft *d);
  void (*discard)(struct archive_draft *d);

  enum err (*get)(struct archive *a, struct archive_name name, struct archive_item **out);
  enum err (*read)(const struct archive_item *i, uint64_t at, void *to, size_t n, size_t *out_n);
  void (*close)(struct archive_item *i);

  enum err (*erase)(struct archive *a, struct archive_name name);
  enum err (*each)(struct archive *a, const struct archive_visit *v);
  void (*sweep)(struct archive *a);
  enum err (*room)(struct archive *a, uint64_t *out_bytes);
};

extern const struct archive_driver archive_folder;
