// SPDX-License-Identifier: Apache-2.0
// Figures for whoever watches from outside, as run/metrics in Prometheus' text format with
// OpenMetrics' names: written by the keeper, who reads the catalogue; served by medlyss-monitor,
// who does not. A program that is silent is down and has no figures: old ones would look like new.
#include <jansson.h>

#include "centre/programs.h"
#include "core/cli.h"
#include "core/clock.h"
#include "gen/sql/place.h"
#include "medlyss/keeper/keep.h"

enum figure_type { GAUGE, COUNTER };

// A member of a program's state: its name there, its name here, what a unit of it is worth.
struct figure {
  const char *member, *name;
  enum figure_type type;
  int thousandths; // 1000: of a unit, as it is; 1: a thousandth of one
  const char *says;
};

// clang-format off
static const struct figure figures[] = {
    {"open_calls",       "medlyss_calls_open",                      GAUGE,   1000, "Calls seen that have not ended."},
    {"recording",        "medlyss_calls_recording",                 GAUGE,   1000, "Calls whose sound is being recorded."},
    {"calls",            "medlyss_calls_seen_total",                COUNTER, 1000, "Calls that began, since the program started."},
    {"refused_calls",    "medlyss_calls_refused_total",             COUNTER, 1000, "Calls for which there was no room."},
    {"unwanted_calls",   "medlyss_calls_unwanted_total",            COUNTER, 1000, "Calls that the recording policy leaves alone."},
    {"packets",          "medlyss_packets_taken_total",             COUNTER, 1000, "Media packets that were recorded."},
    {"forged",           "medlyss_packets_forged_total",            COUNTER, 1000, "SRTP packets that failed authentication."},
    {"paused_packets",   "medlyss_packets_paused_total",            COUNTER, 1000, "Media packets that fell in a pause and were dropped."},
    {"kernel_drops",     "medlyss_packets_dropped_by_kernel_total", COUNTER, 1000, "Packets the kernel had no room for before they were read."},
    {"spool_dropped",    "medlyss_packets_lost_to_disk_total",      COUNTER, 1000, "Packets that found no room in the spool."},
    {"spool_bytes",      "medlyss_spool_written_bytes_total",       COUNTER, 1000, "Bytes written to the spool."},
    {"sync_ms",          "medlyss_spool_sync_seconds",              GAUGE,   1,    "How long the last syncing of the spool took."},
    {"strangers",        "medlyss_siprec_strangers_total",          COUNTER, 1000, "Messages from addresses that are not let in."},
    {"connections",      "medlyss_siprec_connections",              GAUGE,   1000, "TCP connections of recording clients."},
    {"dialogs",          "medlyss_siprec_sessions",                 GAUGE,   1000, "Recording sessions that are open, with sound or without."},
    {"ports_lent",       "medlyss_siprec_ports_used",               GAUGE,   1000, "Media ports in use."},
    {"ports",            "medlyss_siprec_ports_limit",              GAUGE,   1000, "Media ports there are."},
    {"backlog_bytes",    "medlyss_encode_backlog_bytes",            GAUGE,   1000, "Bytes in the spool that are not encoded yet."},
    {"lag_ms",           "medlyss_encode_lag_seconds",              GAUGE,   1,    "How far encoding is behind the calls that are going on."},
    {"waiting",          "medlyss_encode_calls_waiting",            GAUGE,   1000, "Ended calls that wait to be encoded."},
    {"committed",        "medlyss_encode_calls_total",              COUNTER, 1000, "Calls that were finished, since the encoder started."},
    {"decoder_restarts", "medlyss_decoder_restarts_total",          COUNTER, 1000, "Decoders that ended and were started again."},
    {"refused",          "medlyss_import_files_refused",            GAUGE,   1000, "Files that lie refused in failed/."},
    {"erased",           "medlyss_recordings_erased_total",         COUNTER, 1000, "Recordings erased by retention, since the keeper started."},
    {"scrapes",          "medlyss_monitor_scrapes_total",           COUNTER, 1000, "Answers given to whoever fetches figures."},
    {"streams",          "medlyss_web_event_streams",               GAUGE,   1000, "Event streams of pages that are open."},
};
// clang-format on

struct signs {
  const struct program_sign *sign;
  json_t **state; // of those that were heard; NULL: of one that was not
  size_t n;
};

static void family(struct buf *b, const char *name, const char *type, const char *says) {
  buf_printf(b, "# HELP %s %s\n# TYPE %s %s\n", name, says, name, type);
}

static void row(struct buf *b, const char *name, const char *program, int64_t v, int thousandths) {
  if (thousandths == 1)
    buf_printf(b, "%s{program=\"%s\"} %" PRId64 ".%03d\n", name, program, v / 1000,
               (int)(v % 1000));
  else
    buf_printf(b, "%s{program=\"%s\"} %" PRId64 "\n", name, program, v);
}

static void figure_put(struct buf *b, const struct figure *f, const struct signs *s) {
  bool begun = false;
  for (size_t i = 0; i < s->n; i++) {
    const json_t *v = json_object_get(s->state[i], f->member);
    if (!json_is_integer(v) || json_integer_value(v) < 0) continue;
    if (!begun) family(b, f->name, f->type == COUNTER ? "counter" : "gauge", f->says);
    begun = true;
    row(b, f->name, s->sign[i].program, json_integer_value(v), f->thousandths);
  }
}

static void signs_put(struct buf *b, const struct signs *s) {
  family(b, "medlyss_program_up", "gauge", "1 if the program was heard of within 15 seconds.");
  for (size_t i = 0; i < s->n; i++)
    row(b, "medlyss_program_up", s->sign[i].program, s->sign[i].heard, 1000);
  family(b, "medlyss_program_heard_timestamp_seconds", "gauge",
         "When the program was last heard of; 0: never.");
  for (size_t i = 0; i < s->n; i++)
    row(b, "medlyss_program_heard_timestamp_seconds", s->sign[i].program, s->sign[i].at_ms, 1);
}

// Alarms are our own words; what is none is no label.
static const char *word_of(const json_t *alarm) {
  const char *said =
      json_string_value(json_is_object(alarm) ? json_object_get(alarm, "kind") : alarm);
  return said && *said && !said[strspn(said, "abcdefghijklmnopqrstuvwxyz_")] ? said : "other";
}

static void alarms_put(struct buf *b, const struct signs *s) {
  const json_t *one;
  size_t at, any = 0;
  family(b, "medlyss_alarms", "gauge", "Alarms the program raises now.");
  for (size_t i = 0; i < s->n; i++) {
    size_t n = json_array_size(json_object_get(s->state[i], "alarms"));
    if (s->state[i]) row(b, "medlyss_alarms", s->sign[i].program, (int64_t)n, 1000);
    any += n;
  }
  if (any) family(b, "medlyss_alarm", "gauge", "1 for each alarm that is raised now.");
  for (size_t i = 0; i < s->n; i++)
    json_array_foreach(json_object_get(s->state[i], "alarms"), at, one) buf_printf(
        b, "medlyss_alarm{program=\"%s\",alarm=\"%s\"} 1\n", s->sign[i].program, word_of(one));
}

static void room_put(struct buf *b, struct house *h) {
  uint64_t spool = keeper_spool_room(h), recordings = UINT64_MAX;
  if (archive_room(h->archive, &recordings)) err_forget();
  if (spool != UINT64_MAX || recordings != UINT64_MAX)
    family(b, "medlyss_disk_free_bytes", "gauge", "Room left; not told where it is not known.");
  if (spool != UINT64_MAX)
    buf_printf(b, "medlyss_disk_free_bytes{place=\"spool\"} %" PRIu64 "\n", spool);
  if (recordings != UINT64_MAX)
    buf_printf(b, "medlyss_disk_free_bytes{place=\"recordings\"} %" PRIu64 "\n", recordings);
}

static enum err agreement_put(struct buf *b, struct house *h, struct arena *a) {
  struct agreement_at_row agreement;
  bool found;
  TRY(sql_agreement_at(h->db, a, &(struct agreement_at){clock_wall_ms()}, &agreement, &found));
  family(b, "medlyss_agreement_in_force", "gauge",
         "1 if an agreement is in force; without one nothing is recorded live.");
  buf_printf(b, "medlyss_agreement_in_force %d\n", found);
  family(b, "medlyss_build_info", "gauge", "The version that runs.");
  buf_printf(b, "medlyss_build_info{version=\"%s\"} 1\n", cli_version);
  return OK;
}

static void states_read(struct signs *s, struct arena *a) {
  s->state = arena_array(a, s->n + 1, json_t *);
  for (size_t i = 0; i < s->n; i++)
    s->state[i] =
        s->sign[i].heard ? json_loads(s->sign[i].state, JSON_REJECT_DUPLICATES, NULL) : NULL;
}

static enum err figures_put(struct house *h, struct arena *a, struct buf *b) {
  struct signs s = {0};
  struct program_sign *sign;
  TRY(programs_read(h->db, &h->settings, a, &sign, &s.n));
  s.sign = sign;
  states_read(&s, a);
  signs_put(b, &s);
  alarms_put(b, &s);
  for (size_t i = 0; i < countof(figures); i++) figure_put(b, &figures[i], &s);
  for (size_t i = 0; i < s.n; i++) json_decref(s.state[i]);
  room_put(b, h);
  TRY(agreement_put(b, h, a));
  buf_add_str(b, "# EOF\n");
  return buf_check(b);
}

static enum err figures_write(struct keeper *k) {
  AUTO(arena) struct arena a;
  AUTO(buf) struct buf b = {0};
  AUTO(fd) fd run = -1;
  arena_init(&a, 4 << 20);
  TRY(figures_put(&k->house, &a, &b));
  TRY(datadir_folder(&k->house.data, DATADIR_RUN, &run));
  return file_write_atomic(run, "metrics", buf_sv(&b), 0640);
}

enum err keep_figures(struct keeper *k) {
  return *k->house.settings.metrics_listen ? figures_write(k) : OK;
}
