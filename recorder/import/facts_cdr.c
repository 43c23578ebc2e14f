// SPDX-License-Identifier: Apache-2.0
// Asterisk's CDR as comma-separated values (cdr_csv): 16 columns, then uniqueid, userfield and
// perhaps linkedid, when the PBX was told to write them. Quotes are doubled inside quotes.
#include "recorder/import/facts.h"

enum { SRC = 1, DST = 2, CLID = 4, DSTCHANNEL = 6, START = 9, BILLSEC = 13, DISPOSITION = 14 };
enum { UNIQUEID = 16, COLUMNS = 20 };
enum { EXTENSION_DIGITS = 5, FIELD_MAX = 256 };

struct row {
  const char *value[COLUMNS];
  size_t n; // those before the first that is broken
};

// One value off *line, unquoted into the arena; NULL when its quote is never closed. False at the
// end of the line.
static bool next_field(struct sv *line, char by, struct arena *a, const char **out) {
  char value[FIELD_MAX];
  size_t n = 0, i = 0;
  bool quoted = line->n && line->p[0] == '"';
  for (i = quoted; i < line->n; i++) {
    char c = line->p[i];
    if (quoted && c == '"') {
      if (i + 1 < line->n && line->p[i + 1] == '"')
        i++;
      else
        quoted = false;
      if (!quoted) continue;
    } else if (!quoted && (c == by || c == '\r')) {
      break;
    }
    if (n + 1 < sizeof value) value[n++] = c;
  }
  *out = quoted ? NULL : arena_strndup(a, value, n);
  bool more = i < line->n && line->p[i] == by;
  *line = sv_from(*line, more ? i + 1 : i);
  return more;
}

// A row is a line, whatever its quotes say: one that is never closed must not swallow the rows
// after it. False at the end of the text.
static bool next_row(struct sv *rest, char by, struct arena *a, struct row *out) {
  while (rest->n && (rest->p[0] == '\n' || rest->p[0] == '\r')) *rest = sv_from(*rest, 1);
  *out = (struct row){0};
  if (!rest->n) return false;
  struct sv line = sv_cut(rest, '\n');
  for (bool more = true; more && out->n < COLUMNS; out->n++) {
    more = next_field(&line, by, a, &out->value[out->n]);
    if (!out->value[out->n]) break;
  }
  return true;
}

// Between the values of its first row: a comma, or what spreadsheets write where that is in
// numbers.
static char separator_of(struct sv text) {
  struct sv row = sv_cut(&text, '\n');
  size_t n[2] = {0};
  bool quoted = false;
  for (size_t i = 0; i < row.n; i++) {
    if (row.p[i] == '"') quoted = !quoted;
    n[0] += !quoted && row.p[i] == ',';
    n[1] += !quoted && row.p[i] == ';';
  }
  return n[0] < START && n[1] >= START ? ';' : ',';
}

static bool ours(const char *s) {
  size_t n = strspn(s, "0123456789");
  return n && n <= EXTENSION_DIGITS && !s[n];
}

// "SIP/1003-0000001a" → 1003
static const char *device_of(struct arena *a, const char *channel) {
  const char *slash = strchr(channel, '/'), *dash = strrchr(channel, '-');
  if (!slash || !dash || dash <= slash + 1) return NULL;
  const char *name = arena_strndup(a, slash + 1, (size_t)(dash - slash - 1));
  return ours(name) ? name : NULL;
}

// """Test User"" <test>" → Test User
static const char *name_of(struct arena *a, const char *clid) {
  const char *from = strchr(clid, '"'), *to = from ? strchr(from + 1, '"') : NULL;
  return to && to > from + 1 ? arena_strndup(a, from + 1, (size_t)(to - from - 1)) : NULL;
}

static void understand(const struct row *of, struct arena *a, struct facts *out) {
  const char *const *row = of->value;
  bool outwards = ours(row[SRC]) && !ours(row[DST]);
  bool inside = ours(row[SRC]) && ours(row[DST]);
  const char *device = device_of(a, row[DSTCHANNEL]);
  const char *uniqueid = of->n > UNIQUEID && row[UNIQUEID][0] ? row[UNIQUEID] : NULL;
  bool twice;
  *out = (struct facts){
      .external_id = uniqueid,
      .started_ms = facts_time(sv_of(row[START]), uniqueid, &twice),
      .direction = outwards ? "out"
                   : inside ? "internal"
                            : "in",
      .agent = outwards ? row[SRC]
               : device ? device
                        : row[DST],
      .caller = outwards ? row[DST] : row[SRC],
      .caller_name = outwards ? NULL : name_of(a, row[CLID]),
  };
  facts_heard_time(out, a, "start", row[START][0], twice);
}

static bool answered(const struct row *row) {
  int64_t seconds;
  if (row->n <= DISPOSITION || strcmp(row->value[DISPOSITION], "ANSWERED")) return false;
  return sv_is_i64(sv_of(row->value[BILLSEC]), 1, INT32_MAX, &seconds);
}

static bool about(const struct row *row, const char *uniqueid) {
  return !uniqueid || (row->n > UNIQUEID && !strcmp(row->value[UNIQUEID], uniqueid));
}

// A queue that rings one phone after another writes a row for each, under one uniqueid: the first
// that was answered tells the call, and whoever only heard it ring is not named.
enum err facts_cdr(struct sv text, const char *uniqueid, struct arena *a, struct facts *out) {
  size_t read = 0;
  char by = separator_of(text);
  struct row row, told = {0};
  for (struct sv rest = text; next_row(&rest, by, a, &row);) {
    if (row.n <= START) continue;
    read++;
    if (!about(&row, uniqueid)) continue;
    if (!told.n || (!answered(&told) && answered(&row))) told = row;
  }
  if (!read) return fail(E_BAD_DATA, "this is neither JSON nor a CDR of Asterisk");
  if (!told.n || (read > 1 && !uniqueid))
    return fail(E_BAD_DATA, "no row of this CDR is about the file");
  understand(&told, a, out);
  return OK;
}

enum err facts_cdr_each(struct sv text, enum err (*each)(void *ctx, const struct facts_row *row),
                        void *ctx) {
  AUTO(arena) struct arena a = {0};
  arena_init(&a, 1 << 20);
  char by = separator_of(text);
  struct row row;
  for (struct sv rest = text; arena_clear(&a), next_row(&rest, by, &a, &row);) {
    struct facts_row one = {.read = row.n > UNIQUEID};
    if (one.read) understand(&row, &a, &one.facts);
    one.read = one.read && one.facts.started_ms && one.facts.external_id;
    one.answered = one.read && answered(&row);
    TRY(each(ctx, &one));
  }
  return OK;
}
