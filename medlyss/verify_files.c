// SPDX-License-Identifier: Apache-2.0
// What lies in the data folder besides recordings: folders that lead elsewhere, settings that are
// gone, and in the spool what nobody wrote. Nothing is opened that is not a file.
#include <dirent.h>
#include <sys/stat.h>

#include "gen/sql/aside.h"
#include "medlyss/verify.h"

enum { ASIDES = 100000 };

static void check_folders(struct house *h, struct verdict *v) {
  for (int i = 0; i < DATADIR_FOLDERS; i++) {
    const char *name = datadir_folder_name((enum datadir_folder)i);
    struct stat st;
    if (fstatat(h->data.dir, name, &st, AT_SYMLINK_NOFOLLOW))
      verdict_fault(v, "folder", name, "it is missing");
    else if (!S_ISDIR(st.st_mode))
      verdict_fault(v, "folder", name, "it leads elsewhere, or is no folder");
  }
}

static void check_settings(struct house *h, struct verdict *v) {
  struct stat st;
  if (fstatat(h->data.dir, "medlyss.ini", &st, AT_SYMLINK_NOFOLLOW))
    verdict_fault(v, "settings", NULL, "medlyss.ini is missing: every default rules");
  else if (!S_ISREG(st.st_mode))
    verdict_fault(v, "settings", NULL, "medlyss.ini is no file");
}

static bool is_known(struct sv name, const struct aside_list_row *rows, size_t n) {
  struct id id;
  bool named = id_is(sv_first(name, ID_TEXT - 1), &id);
  for (size_t i = 0; named && i < n; i++)
    if (id_eq(rows[i].id, id)) return true;
  return false;
}

static bool ends_aside(struct sv name) {
  return name.n > 6 && sv_eq(sv_from(name, name.n - 6), SV(".aside"));
}

static enum err check_spool(struct house *h, struct verdict *v) {
  AUTO(arena) struct arena a;
  AUTO(fd) fd spool = -1;
  struct aside_list_row *rows;
  size_t n;
  struct stat st;
  arena_init(&a, 64 << 20);
  TRY(sql_aside_list(h->db, &a, &(struct aside_list){ASIDES}, &rows, &n));
  if (datadir_folder(&h->data, DATADIR_SPOOL, &spool)) {
    err_forget(); // told above
    return OK;
  }
  DIR *d = fdopendir(spool);
  if (!d) return fail_os("list the spool");
  fd_take(&spool);
  for (struct dirent *e; (e = readdir(d));) {
    if (e->d_name[0] == '.') continue;
    if (!fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) && !S_ISREG(st.st_mode) &&
        !S_ISDIR(st.st_mode))
      verdict_fault(v, "file", e->d_name, "what lies in the spool is no file");
    else if (ends_aside(sv_of(e->d_name)) && !is_known(sv_of(e->d_name), rows, n))
      verdict_fault(v, "file", e->d_name, "it was set aside, and no row knows of it");
  }
  closedir(d);
  return OK;
}

enum err verify_files(struct house *h, struct verdict *v) {
  check_folders(h, v);
  check_settings(h, v);
  return check_spool(h, v);
}
