// SPDX-License-Identifier: Apache-2.0
#include "core/rules.h"

static const char *const words[RULES_WORDS] = {"direction", "queue", "agent", "number", "shorter"};

const char *rules_word_name(enum rules_word w) { return words[w]; }

// ---- reading -----------------------------------------------------------------------------------

static enum err text_copy(struct sv from, char *to, size_t room, const char *what) {
  if (!from.n) return fail(E_BAD_DATA, "%s is missing", what);
  if (from.n >= room) return fail(E_BAD_DATA, "%s has more than %zu bytes", what, room - 1);
  for (size_t i = 0; i < from.n; i++)
    if ((unsigned char)from.p[i] < ' ' || from.p[i] == '"')
      return fail(E_BAD_DATA, "a sign in %s that does not belong there", what);
  memcpy(to, from.p, from.n);
  to[from.n] = '\0';
  return OK;
}

// A word, or what stands between quotation marks.
static enum err word_take(struct sv *rest, struct sv *out) {
  size_t end;
  *rest = sv_trim(*rest);
  if (!rest->n || *rest->p != '"') {
    *out = sv_cut(rest, ' ');
    return OK;
  }
  struct sv inside = sv_from(*rest, 1);
  if (!sv_find(inside, '"', &end)) return fail(E_BAD_DATA, "a quotation mark is not closed");
  *out = sv_first(inside, end);
  *rest = sv_from(inside, end + 1);
  return OK;
}

static bool is_direction(struct sv v) {
  return sv_eq(v, SV("in")) || sv_eq(v, SV("out")) || sv_eq(v, SV("internal"));
}

// Of a pattern what is written between the digits goes.
static enum err pattern_copy(struct sv from, char *to) {
  size_t n = 0;
  if (from.n >= NUMBER_ROOM) return fail(E_BAD_DATA, "a number that is too long");
  for (size_t i = 0; i < from.n; i++)
    if (!strchr(" .-()/", from.p[i])) to[n++] = from.p[i];
  to[n] = '\0';
  if (!n || strspn(to, "+0123456789*#") != n)
    return fail(E_BAD_DATA, "a number is of digits, with * for any of them");
  return OK;
}

static enum err value_read(struct sv value, struct rules_want *w) {
  TRY(text_copy(value, w->value, sizeof w->value, words[w->word]));
  if (w->word == RULES_NUMBER) return pattern_copy(value, w->value);
  if (w->word == RULES_DIRECTION && !is_direction(value))
    return fail(E_BAD_DATA, "direction is in, out or internal");
  if (w->word != RULES_SHORTER) return OK;
  uint64_t s;
  if (!sv_is_u64(value, 86400, &s)) return fail(E_BAD_DATA, "shorter wants whole seconds");
  w->ms = (int64_t)s * 1000;
  return OK;
}

static enum err want_read(struct sv *rest, struct rule *r) {
  struct sv word, value;
  if (r->n == RULES_WANTS) return fail(E_BAD_DATA, "more than %d conditions", RULES_WANTS);
  struct rules_want *w = &r->want[r->n];
  TRY(word_take(rest, &word));
  TRY(word_take(rest, &value));
  for (int i = 0; i < RULES_WORDS; i++) {
    if (!sv_eq(word, sv_of(words[i]))) continue;
    *w = (struct rules_want){.word = (enum rules_word)i};
    r->n++;
    return value_read(value, w);
  }
  return fail(E_BAD_DATA, "after if: direction, queue, agent, number or shorter, and what it is");
}

static enum err verdict_read(struct sv *rest, struct rule *r) {
  struct sv word, share;
  uint64_t n;
  TRY(word_take(rest, &word));
  if (sv_eq(word, SV("all"))) {
    r->share = 100;
  } else if (sv_eq(word, SV("share"))) {
    TRY(word_take(rest, &share));
    if (!sv_is_u64(share, 100, &n)) return fail(E_BAD_DATA, "share wants 0 to 100, in a hundred");
    r->share = (uint32_t)n;
  } else if (!sv_eq(word, SV("none"))) {
    return fail(E_BAD_DATA, "after the name: all, none or share");
  }
  return OK;
}

static bool is_taken(const struct rules *r, const char *name) {
  for (size_t i = 0; i < r->n; i++)
    if (!strcmp(r->rule[i].name, name)) return true;
  return false;
}

enum err rules_read_line(struct sv line, struct rules *r) {
  struct sv word;
  size_t colon;
  line = sv_trim(line);
  if (!line.n || *line.p == '#') return OK;
  if (r->n == RULES_MOST) return fail(E_BAD_DATA, "more than %d rules", RULES_MOST);
  struct rule *one = &r->rule[r->n];
  *one = (struct rule){0};
  if (!sv_find(line, ':', &colon)) return fail(E_BAD_DATA, "a rule begins with its name and :");
  TRY(text_copy(sv_trim(sv_first(line, colon)), one->name, sizeof one->name, "its name"));
  if (is_taken(r, one->name)) return fail(E_BAD_DATA, "two rules of that name");
  struct sv rest = sv_from(line, colon + 1);
  TRY(verdict_read(&rest, one));
  TRY(word_take(&rest, &word));
  if (word.n && !sv_eq(word, SV("if"))) return fail(E_BAD_DATA, "conditions begin with if");
  if (word.n && !sv_trim(rest).n) return fail(E_BAD_DATA, "nothing stands after if");
  while ((rest = sv_trim(rest)).n) TRY(want_read(&rest, one));
  r->n++;
  return OK;
}

enum err rules_read(struct sv text, struct rules *out) {
  out->n = 0;
  if (text.n > RULES_BYTES) return fail(E_BAD_DATA, "more than %d bytes of rules", RULES_BYTES);
  for (int line = 1; text.n; line++) {
    enum err rc = rules_read_line(sv_cut(&text, '\n'), out);
    if (!rc) continue;
    char why[160];
    snprintf(why, sizeof why, "%s", err_detail());
    err_forget();
    return fail(rc, "line %d: %s", line, why);
  }
  return OK;
}

void rules_write(const struct rule *r, struct buf *out) {
  buf_printf(out, "%s: ", r->name);
  if (!r->share || r->share == 100)
    buf_add_str(out, r->share ? "all" : "none");
  else
    buf_printf(out, "share %u", r->share);
  for (size_t i = 0; i < r->n; i++) {
    const struct rules_want *w = &r->want[i];
    const char *mark = strpbrk(w->value, " \t") ? "\"" : "";
    buf_printf(out, "%s%s %s%s%s", i ? " " : " if ", words[w->word], mark, w->value, mark);
  }
  buf_add_char(out, '\n');
}

// ---- what fits ---------------------------------------------------------------------------------

static bool glob_fits(const char *pattern, const char *text) {
  const char *star = NULL, *from = text;
  while (*text) {
    if (*pattern == '*') {
      star = pattern++;
      from = text;
    } else if (*pattern == *text) {
      pattern++, text++;
    } else if (star) {
      pattern = star + 1;
      text = ++from;
    } else {
      return false;
    }
  }
  while (*pattern == '*') pattern++;
  return !*pattern;
}

void rules_call_number(struct rules_call *c, struct sv user, const char *country) {
  char form[NUMBER_FORMS + 1][NUMBER_ROOM];
  size_t n = number_forms(user, country, form);
  snprintf(form[n++], NUMBER_ROOM, SV_FMT, SV_ARG(sv_first(user, NUMBER_ROOM - 1)));
  for (size_t i = 0; i < n && c->n_numbers < RULES_NUMBERS; i++) {
    bool there = !form[i][0];
    for (size_t k = 0; k < c->n_numbers; k++) there |= !strcmp(c->number[k], form[i]);
    if (!there) memcpy(c->number[c->n_numbers++], form[i], NUMBER_ROOM);
  }
}

static enum rules_fit not_found(const struct rules_call *c, bool known) {
  return c->ended || known ? RULES_NO : RULES_MAY;
}

static enum rules_fit seat_fits(const struct rules_want *w, const struct rules_call *c) {
  struct id wanted;
  if (!id_is(sv_of(w->value), &wanted)) return RULES_NO;
  for (size_t i = 0; i < c->n_seats; i++)
    if (id_eq(w->word == RULES_AGENT ? c->seat[i].agent : c->seat[i].queue, wanted))
      return RULES_YES;
  return not_found(c, c->n_seats > 0);
}

static enum rules_fit number_fits(const struct rules_want *w, const struct rules_call *c) {
  for (size_t i = 0; i < c->n_numbers; i++)
    if (glob_fits(w->value, c->number[i])) return RULES_YES;
  return not_found(c, c->n_numbers > 0);
}

static enum rules_fit want_fits(const struct rules_want *w, const struct rules_call *c) {
  bool known = c->direction && strcmp(c->direction, "unknown") != 0;
  switch (w->word) {
  case RULES_DIRECTION:
    if (known && !strcmp(c->direction, w->value)) return RULES_YES;
    return not_found(c, known);
  case RULES_SHORTER:
    return c->length_ms < 0 ? RULES_MAY : c->length_ms < w->ms ? RULES_YES : RULES_NO;
  case RULES_NUMBER: return number_fits(w, c);
  case RULES_QUEUE:
  case RULES_AGENT: return seat_fits(w, c);
  }
  return RULES_NO;
}

enum rules_fit rules_fit(const struct rule *r, const struct rules_call *c,
                         enum rules_word *out_word) {
  enum rules_fit all = RULES_YES;
  for (int word = 0; word < RULES_WORDS; word++) {
    enum rules_fit best = RULES_NO;
    bool asked = false;
    for (size_t i = 0; i < r->n; i++) {
      if ((int)r->want[i].word != word) continue;
      enum rules_fit one = want_fits(&r->want[i], c);
      asked = true;
      if (one > best) best = one;
    }
    if (!asked || best >= all) continue;
    all = best;
    *out_word = (enum rules_word)word;
  }
  return all;
}

// ---- the decision ------------------------------------------------------------------------------

struct rules_told rules_decide(const struct rules *r, const struct rules_call *c) {
  struct rules_told told = {0};
  bool may_record = false, may_exclude = false;
  enum rules_fit fit = RULES_NO;
  enum rules_word word;
  if (c->refused) return (struct rules_told){.says = RULES_EXCLUDES, .refused = true};
  const struct rule *first = NULL;
  for (size_t i = 0; i < r->n && fit != RULES_YES; i++) {
    fit = rules_fit(&r->rule[i], c, &word);
    if (fit == RULES_NO) continue;
    const struct rule *one = &r->rule[i];
    uint32_t lots = one->share * (RULES_LOTS / 100);
    bool drawn = c->lot >= 0 && (uint32_t)c->lot < lots;
    may_record |= drawn || (c->lot < 0 && lots);
    may_exclude |= !drawn && lots < RULES_LOTS;
    if (!first) first = one;
    told.rule = one;
  }
  may_record |= fit != RULES_YES;
  told.says = !may_exclude ? RULES_RECORDS : may_record ? RULES_LATER : RULES_EXCLUDES;
  if (told.says == RULES_LATER) told.rule = first;
  if (told.says == RULES_RECORDS && fit != RULES_YES) told.rule = NULL;
  return told;
}

// ---- lots and numbers --------------------------------------------------------------------------

int32_t rules_lot(const struct secret_key *key, struct sv name) {
  uint8_t sum[SECRET_HASH];
  uint64_t n;
  secret_hash(key, name, sum);
  memcpy(&n, sum, sizeof n);
  return (int32_t)(n % RULES_LOTS);
}

struct secret_key rules_lot_key(const struct secret_key *site) {
  return secret_derive(site, "recording.lot");
}

struct secret_key rules_refused_key(const struct secret_key *site) {
  return secret_derive(site, "refused.number");
}
