// SPDX-License-Identifier: Apache-2.0
// medlyss export: the plain Ogg Opus of one recording, or of all. Leaving the system is audited
// before the first byte is written.
#include "centre/event.h"
#include "core/file.h"
#include "gen/sql/interaction.h"
#include "medlyss/commands.h"
#include "medlyss/house.h"
#include "vault/playable.h"

enum { PAGE = 200 };

struct sound {
  struct id interaction, recording;
  bool swapped;
};

static enum err write_sound(struct house *h, const struct sound *s, int to) {
  struct playable *p = NULL;
  TRY(event_tell(h->db, EV_RECORDING_EXPORTED, (struct happening){.object = s->recording}));
  TRY(playable_open(h->archive, h->keys, s->recording, PLAYABLE_OPUS, s->swapped, &p));
  enum err rc = playable_export(p, to);
  playable_free(p);
  if (!rc && fsync(to) && errno != EINVAL && errno != EROFS) rc = fail_os("sync the file");
  return rc;
}

// Whole or not at all: a half-written file does not keep the name.
static enum err export_to(struct house *h, const struct sound *s, int dir, const char *name) {
  AUTO(fd) fd to = -1;
  if (dir != AT_FDCWD) TRY(file_create(dir, name, 0640, &to));
  if (dir == AT_FDCWD) to = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
  if (to < 0) return fail_os("create %s", name);
  enum err rc = write_sound(h, s, to);
  if (rc) unlinkat(dir, name, 0);
  return rc;
}

// An interaction's id, or a recording's.
static enum err find_sound(struct house *h, struct id id, struct sound *out, bool *out_no) {
  AUTO(arena) struct arena a;
  arena_init(&a, 64 * 1024);
  struct recording_of_row of;
  struct recording_get_row get;
  struct interaction_get_row call;
  bool found;
  TRY(sql_recording_of(h->db, &a, &(struct recording_of){id}, &of, &found));
  if (found) {
    *out = (struct sound){of.interaction, of.id, of.swapped};
    *out_no = strcmp(of.state, "sealed") != 0;
    return OK;
  }
  TRY(sql_recording_get(h->db, &a, &(struct recording_get){id}, &get, &found));
  if (found) {
    *out = (struct sound){get.interaction, get.id, get.swapped};
    *out_no = strcmp(get.state, "sealed") != 0;
    return OK;
  }
  TRY(sql_interaction_get(h->db, &a, &(struct interaction_get){id}, &call, &found));
  if (!found) return fail(E_NOT_FOUND, "no interaction and no recording has this id");
  *out_no = true;
  return OK;
}

static enum err export_one(struct house *h, const char *id_text_, const char *file, bool *out_no) {
  struct id id;
  struct sound s;
  TRY(id_parse(sv_of(id_text_), &id));
  TRY(find_sound(h, id, &s, out_no));
  if (*out_no) {
    fprintf(stderr, "%s has no recording\n", id_text_);
    return OK;
  }
  if (!strcmp(file, "-")) return write_sound(h, &s, STDOUT_FILENO);
  return export_to(h, &s, AT_FDCWD, file);
}

static enum err export_page(struct house *h, int dir, struct id *after, size_t *out_n) {
  AUTO(arena) struct arena a;
  arena_init(&a, 4 << 20);
  struct recording_all_row *rows;
  TRY(sql_recording_all(h->db, &a, &(struct recording_all){*after, PAGE}, &rows, out_n));
  for (size_t i = 0; i < *out_n; i++) {
    char name[ID_TEXT + 8], id[ID_TEXT];
    *after = rows[i].id;
    if (strcmp(rows[i].state, "sealed") != 0) continue;
    id_text(rows[i].interaction, id);
    snprintf(name, sizeof name, "%s.opus", id);
    struct sound s = {rows[i].interaction, rows[i].id, rows[i].swapped};
    TRY(export_to(h, &s, dir, name));
    printf("%s\n", name);
  }
  return OK;
}

static enum err export_all(struct house *h, const char *folder) {
  AUTO(fd) fd dir = -1;
  struct id after = {0};
  size_t n;
  TRY(folder_make(AT_FDCWD, folder, 0750));
  TRY(folder_open(AT_FDCWD, folder, &dir));
  do TRY(export_page(h, dir, &after, &n));
  while (n == PAGE);
  return OK;
}

struct export_asked {
  const char *data, *output;
  bool all;
  struct cli_words ids;
};

static enum err export(const void *asked, bool *out_no) {
  const struct export_asked *ask = asked; AUTO(house) struct house h = HOUSE_NONE;
  if (ask->ids.n != (ask->all ? 0 : 1)) return fail(E_BAD_INPUT, "one id, or --all");
  TRY(house_open(ask->data, &h));
  TRY(house_keys(&h));
  if (ask->all) return export_all(&h, ask->output);
  return export_one(&h, ask->ids.v[0], ask->output, out_no);
}

static const struct cli_option export_options[] = {
    CLI_DATA(struct export_asked),
    CLI_NEED(struct export_asked, output, "-o", "FILE",
             "where it goes, - for standard output; with --all a folder"),
    CLI_FLAG(struct export_asked, all, "--all", "every recording, each named by its call"),
};
const struct cli command_export = {
    .path = "export",
    .says = "Writes the plain Ogg Opus of a call or a recording (ID), agent left and caller right. "
            "Each is a line of the audit log. Exit 1: the call has no recording.",
    .example = "medlyss export --data /var/lib/medlyss 019a8c2e-57a1-7000-8000-0123456789ab "
               "-o call.opus",
    .rest = "ID",
    .rest_at = offsetof(struct export_asked, ids),
    .options = export_options,
    .n = countof(export_options),
    .size = sizeof(struct export_asked),
    .run = export};
