// SPDX-License-Identifier: Apache-2.0
#include "medlyss/owners.h"

#include <grp.h>
#include <pwd.h>
#include <sodium.h>
#include <sys/stat.h>

#include "medlyss/drop.h"

struct rule {
  const char *path;
  const char *user, *group; // NULL: root
  mode_t mode;
};

// clang-format off
static const struct rule rules[] = {
    {".",                NULL,              "medlyss-db",    03771}, // nor takes another's folder away
    {"keys",             NULL,              "medlyss-keys",  0751},
    {"keys/site.key",    NULL,              "medlyss-keys",  0640},
    {"keys/encode.key",  NULL,              "medlyss-keys",  0640},
    {"keys/encode.pub",  NULL,              "medlyss-keys",  0644},
    {"keys/policy.pub",  NULL,              "medlyss-keys",  0644},
    {"keys/capture.key", "medlyss-capture", "medlyss-keys",  0600},
    {"keys/siprec.key",  "medlyss-siprec",  "medlyss-keys",  0600},
    {"keys/heads.key",   "medlyss-keeper",  "medlyss-keys",  0600},
    {"keys/heads.pub",   NULL,              "medlyss-keys",  0644},
    {"catalogue.db",     NULL,              "medlyss-db",    0660},
    {"keys.db",          NULL,              "medlyss-keys",  0660},
    {"medlyss.ini",      NULL,              "medlyss",       0640},
    {"audio",            NULL,              "medlyss-db",    02770},
    {"import",           NULL,              "medlyss-db",    02770},
    {"failed",           NULL,              "medlyss-db",    02770},
    {"spool",            NULL,              "medlyss-spool", 02770},
    {"run",              NULL,              "medlyss-run",   03771}, // nobody replaces another's file; the web reaches its sockets
    {"run/encode.lock",  "medlyss-encode",  "medlyss-run",   0600},
    {"audit",            "medlyss-keeper",  "medlyss-db",    02750},
    {"audit/heads",      "medlyss-keeper",  "medlyss-db",    0640},
    {"audit/retention",  "medlyss-keeper",  "medlyss-db",    0640},
};
// clang-format on

static enum err apply(const struct datadir *d, const struct rule *r) {
  const struct passwd *user = r->user ? getpwnam(r->user) : NULL;
  const struct group *group = getgrnam(r->group);
  if ((r->user && !user) || !group)
    return fail(E_CONFIG, "%s is missing: install medlyss.sysusers", r->user ? r->user : r->group);
  // Opened first: what a name stands for may change between two looks.
  AUTO(fd) fd at = openat(d->dir, r->path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (at < 0 && errno == ENOENT) return OK; // not made yet
  if (at < 0 || fchown(at, user ? user->pw_uid : 0, group->gr_gid) || fchmod(at, r->mode))
    return fail_os("set who may use %s", r->path);
  return OK;
}

// Made here, so that a recorder need not be able to write beside the others' keys.
static enum err make_key(const struct datadir *d, const char *path) {
  uint8_t key[32];
  if (!faccessat(d->dir, path, F_OK, 0)) return OK;
  randombytes_buf(key, sizeof key);
  struct sv bytes = {(const char *)key, sizeof key};
  enum err rc = file_write_atomic(d->dir, path, bytes, 0600);
  sodium_memzero(key, sizeof key);
  return rc;
}

enum err owners_set(const struct datadir *d) {
  if (!drop_fits(d->dir)) return OK;
  TRY(make_key(d, "keys/capture.key"));
  TRY(make_key(d, "keys/siprec.key"));
  for (size_t i = 0; i < countof(rules); i++) TRY(apply(d, &rules[i]));
  return OK;
}
