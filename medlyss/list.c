// SPDX-License-Identifier: Apache-2.0
// medlyss list: every interaction, oldest first. With --json one object a line with the fields
// other tools rely on; without, a line for a person to read.
#include "core/jsonw.h"
#include "gen/sql/control.h"
#include "gen/sql/interaction.h"
#include "medlyss/commands.h"
#include "medlyss/house.h"
#include "medlyss/parties.h"

enum { PAGE = 200 };

// ---- one object a line ------------------------------------------------------------------------
static void number(struct buf *b, const char *key, int64_t v) {
  jsonw_key(b, key);
  jsonw_int(b, v);
}

static void text(struct buf *b, const char *key, const char *v) {
  jsonw_key(b, key);
  jsonw_text(b, v);
}

static void write_leg(const struct leg_list_row *leg, struct buf *b) {
  buf_add_char(b, '{');
  text(b, "side", leg->side);
  text(b, "codec", leg->codec);
  number(b, "packets", leg->packets);
  number(b, "lost", leg->lost);
  number(b, "late", leg->late);
  number(b, "duplicate", leg->duplicate);
  number(b, "reordered", leg->reordered);
  number(b, "max_gap_ms", leg->max_gap_ms);
  number(b, "ssrc_changes", leg->ssrc_changes);
  buf_add_char(b, '}');
}

static void write_gap(const struct gap_list_row *gap, struct buf *b) {
  buf_add_char(b, '{');
  text(b, "side", gap->side);
  number(b, "from_ms", gap->from_ms);
  number(b, "to_ms", gap->to_ms);
  text(b, "reason", gap->reason);
  buf_add_char(b, '}');
}

static enum err write_legs(struct house *h, struct arena *a, struct id call, struct buf *b) {
  struct leg_list_row *legs;
  size_t n;
  TRY(sql_leg_list(h->db, a, &(struct leg_list){call}, &legs, &n));
  jsonw_key(b, "legs");
  buf_add_char(b, '[');
  for (size_t i = 0; i < n; i++) {
    jsonw_comma(b);
    write_leg(&legs[i], b);
  }
  buf_add_char(b, ']');
  return OK;
}

static enum err write_gaps(struct house *h, struct arena *a, struct id call, struct buf *b) {
  struct gap_list_row *gaps;
  size_t n;
  TRY(sql_gap_list(h->db, a, &(struct gap_list){call}, &gaps, &n));
  jsonw_key(b, "gaps");
  buf_add_char(b, '[');
  for (size_t i = 0; i < n; i++) {
    jsonw_comma(b);
    write_gap(&gaps[i], b);
  }
  buf_add_char(b, ']');
  return OK;
}

static enum err write_acts(struct house *h, struct arena *a, struct id call, struct buf *b) {
  struct control_of_call_row *acts;
  size_t n;
  TRY(sql_control_of_call(h->db, a, &(struct control_of_call){call}, &acts, &n));
  jsonw_key(b, "asked");
  buf_add_char(b, '[');
  for (size_t i = 0; i < n; i++) {
    jsonw_comma(b);
    sql_control_of_call_row_json(b, &acts[i]);
  }
  buf_add_char(b, ']');
  return OK;
}

static void write_head(const struct interaction_all_row *row, struct buf *b) {
  jsonw_key(b, "id");
  jsonw_id(b, row->id);
  number(b, "started_ms", row->started_ms);
  number(b, "duration_ms", row->duration_ms);
  text(b, "agent", row->agent_name);
  text(b, "source", row->source);
  text(b, "direction", row->direction);
  text(b, "end_reason", row->end_reason);
}

static bool audible(const struct interaction_all_row *row) {
  return row->recording.set && row->recording_state && !strcmp(row->recording_state, "sealed");
}

static enum err write_json(struct house *h, struct arena *a, const struct interaction_all_row *row,
                           struct buf *b) {
  buf_add_char(b, '{');
  write_head(row, b);
  TRY(parties_write(h, a, row, b));
  TRY(write_legs(h, a, row->id, b));
  TRY(write_gaps(h, a, row->id, b));
  TRY(write_acts(h, a, row->id, b));
  jsonw_key(b, "recording");
  jsonw_opt_id(b, audible(row) ? row->recording : (struct opt_id){0});
  jsonw_key(b, "no_recording");
  jsonw_text(b, audible(row) ? NULL : row->no_recording ? row->no_recording : "erased");
  buf_add_str(b, "}\n");
  return OK;
}

// ---- a line to read ---------------------------------------------------------------------------
static void write_plain(const struct interaction_all_row *row, struct buf *b) {
  char id[ID_TEXT], when[32];
  struct tm t;
  time_t seconds = row->started_ms / 1000;
  id_text(row->id, id);
  gmtime_r(&seconds, &t);
  strftime(when, sizeof when, "%Y-%m-%d %H:%M:%S", &t);
  buf_printf(b, "%s  %sZ  %5.1f s  %-8s  %s%s%s\n", id, when, (double)row->duration_ms / 1000,
             row->source, row->agent_name ? row->agent_name : "unclaimed",
             audible(row) ? "" : "  no recording: ",
             audible(row)        ? ""
             : row->no_recording ? row->no_recording
                                 : "erased");
}

static enum err print_page(struct house *h, bool json, struct id *after, size_t *out_n) {
  AUTO(arena) struct arena a;
  AUTO(buf) struct buf b = {0};
  struct interaction_all_row *rows;
  arena_init(&a, 64 << 20);
  TRY(sql_interaction_all(h->db, &a, &(struct interaction_all){*after, PAGE}, &rows, out_n));
  for (size_t i = 0; i < *out_n; i++) {
    if (json)
      TRY(write_json(h, &a, &rows[i], &b));
    else
      write_plain(&rows[i], &b);
    *after = rows[i].id;
  }
  return fwrite(b.p ? b.p : "", 1, b.n, stdout) == b.n ? OK : fail_os("write");
}

struct list_asked {
  const char *data;
  bool json;
};

static enum err list(const void *asked, bool *out_no) {
  const struct list_asked *ask = asked;
  AUTO(house) struct house h = HOUSE_NONE;
  struct id after = {0};
  size_t n;
  (void)out_no;
  TRY(house_open(ask->data, &h));
  TRY(house_keys(&h));
  do TRY(print_page(&h, ask->json, &after, &n));
  while (n == PAGE);
  return fflush(stdout) ? fail_os("write") : OK;
}

static const struct cli_option list_options[] = {
    CLI_DATA(struct list_asked),
    CLI_FLAG(struct list_asked, json, "--json", "one JSON object a line, with legs and gaps"),
};
const struct cli command_list = {.path = "list",
                                 .says = "Lists every call, oldest first.",
                                 .example = "medlyss list --data /var/lib/medlyss --json",
                                 .options = list_options,
                                 .n = countof(list_options),
                                 .size = sizeof(struct list_asked),
                                 .run = list};
