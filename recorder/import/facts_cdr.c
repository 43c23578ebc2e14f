// SPDX-License-Identifier: Apache-2.0
// Asterisk's CDR as comma-separated values (cdr_csv): 16 columns, then uniqueid, userfield and
// perhaps linkedid, when the PBX was told to write them. Quotes are doubled inside quotes.
#include "recorder/import/facts.h"

enum { SRC = 1, DST = 2, CLID = 4, DSTCHANNEL = 6, START = 9, BILLSEC = 13, DISPOSITION = 14 };
enum { UNIQUEID = 16, COLUMNS = 20 };
enum { EXTENSION_DIGITS = 5, FIELD_MAX = 256 };

// One value off *rest, unquoted into the arena; false at the end of the line.
static bool next_field(struct sv *rest, char by, struct arena *a, const char **out) {
  char value[FIELD_MAX];
  size_t n = 0, i = 0;
  bool quoted = rest->n && rest->p[0] == '"';
  for (i = quoted; i < rest->n; i++) {
    char c = rest->p[i];
    if (quoted && c == '"') {
      if (i + 1 < rest->n && rest->p[i + 1] == '"')
        i++;
      else
        quoted = false;
      if (!quoted) continue;
    } else if (!quoted && (c == by || c == '\n' || c == '\r')) {
      break;
    }
    if (n + 1 < sizeof value) value[n++] = c;
  }
  *out = arena_strndup(a, value, n);
  bool more = i < rest->n && rest->p[i] == by;
  *rest = sv_from(*rest, more ? i + 1 : i);
  return more;
}

static size_t next_row(struct sv *rest, char by, struct arena *a, const char *row[COLUMNS]) {
  while (rest->n && (rest->p[0] == '\n' || rest->p[0] == '\r')) *rest = sv_from(*rest, 1);
  size_t n = 0;
  if (!rest->n) return 0;
  for (bool more = true; more && n < COLUMNS;) more = next_field(rest, by, a, &row[n++]);
  while (rest->n && rest->p[0] != '\n') *rest = sv_from(*rest, 1);
  return n;
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

static void understand(const char *const *row, size_t n, struct arena *a, struct facts *out) {
  bool outwards = ours(row[SRC]) && !ours(row[DST]);
  bool inside = ours(row[SRC]) && ours(row[DST]);
  const char *device = device_of(a, row[DSTCHANNEL]);
  const char *uniqueid = n > UNIQUEID && row[UNIQUEID][0] ? row[UNIQUEID] : NULL;
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

enum err facts_cdr(struct sv text, const char *uniqueid, struct arena *a, struct facts *out) {
  size_t rows = 0, found = 0;
  char by = separator_of(text);
  struct facts only = {0};
  for (struct sv rest = text;;) {
    const char *row[COLUMNS];
    size_t n = next_row(&rest, by, a, row);
    if (!n) break;
    if (n <= START) return fail(E_BAD_DATA, "this is neither JSON nor a CDR of Asterisk");
    rows++;
    bool same = uniqueid && n > UNIQUEID && !strcmp(row[UNIQUEID], uniqueid);
    if (!same && (uniqueid || rows > 1)) continue;
    found++;
    understand(row, n, a, &only);
    if (same) break;
  }
  if (!found || (rows > 1 && !uniqueid))
    return fail(E_BAD_DATA, "no row of this CDR is about the file");
  *out = only;
  return OK;
}

static bool answered(const char *const *row, size_t n) {
  int64_t seconds;
  if (n <= DISPOSITION || strcmp(row[DISPOSITION], "ANSWERED")) return false;
  return sv_is_i64(sv_of(row[BILLSEC]), 1, INT32_MAX, &seconds);
}

enum err facts_cdr_each(struct sv text, enum err (*each)(void *ctx, const struct facts_row *row),
                        void *ctx) {
  AUTO(arena) struct arena a = {0};
  arena_init(&a, 1 << 20);
  char by = separator_of(text);
  for (struct sv rest = text;;) {
    const char *row[COLUMNS];
    arena_clear(&a);
    size_t n = next_row(&rest, by, &a, row);
    struct facts_row one = {.read = n > UNIQUEID};
    if (!n) return OK;
    if (one.read) understand(row, n, &a, &one.facts);
    one.read = one.read && one.facts.started_ms && one.facts.external_id;
    one.answered = one.read && answered(row, n);
    TRY(each(ctx, &one));
  }
}
