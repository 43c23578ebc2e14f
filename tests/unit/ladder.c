// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/ladder.h"

enum { WORDS = 12, WORD = 400 };

struct line {
  int n;
  char word[WORDS][WORD];
};

static struct line line_of(const char *text, size_t n) {
  struct line l = {0};
  for (size_t i = 0; i < n && l.n < WORDS;) {
    size_t k = 0;
    while (i < n && text[i] == ' ') i++;
    while (i < n && text[i] != ' ' && k + 1 < WORD) l.word[l.n][k++] = text[i++];
    if (k) l.n++;
  }
  return l;
}

static const char *with_blanks(char *s, char mark) {
  for (char *c = s; *c; c++)
    if (*c == mark) *c = ' ';
  return s;
}

static void option(struct line *l, int i, struct say *s, char *extra, size_t extra_n) {
  char *value = strchr(l->word[i], '=');
  if (!value) return;
  *value++ = '\0';
  const char *name = l->word[i];
  if (!strcmp(name, "sdp"))
    s->sdp = with_blanks(value, ',');
  else if (!strcmp(name, "from"))
    s->caller = value;
  else if (!strcmp(name, "to"))
    s->callee = value;
  else if (!strcmp(name, "via"))
    s->branch = value;
  else if (!strcmp(name, "q"))
    s->cseq = (int)strtol(value, NULL, 10);
  else if (!strcmp(name, "uri"))
    s->uri = value;
  else if (!strcmp(name, "num"))
    s->number = value;
  else if (!strcmp(name, "by"))
    s->by = value;
  else if (!strcmp(name, "hdr"))
    snprintf(extra + strlen(extra), extra_n - strlen(extra), "%s\r\n", with_blanks(value, '_'));
  else
    abort();
}

static void message(struct wiretap *w, struct line *l) {
  char from[8], to[8], extra[600] = "";
  struct say s = {.from = from, .to = to, .call = l->word[2], .extra = extra};
  snprintf(from, sizeof from, "%c:5060", l->word[0][0]);
  snprintf(to, sizeof to, "%c:5060", l->word[0][2]);
  s.status = (int)strtol(l->word[1], NULL, 10);
  char *method = s.status ? strchr(l->word[1], '/') : l->word[1];
  if (method) s.method = s.status ? method + 1 : method;
  for (int i = 3; i < l->n; i++) option(l, i, &s, extra, sizeof extra);
  tap_sip(w, s);
}

static void media(struct wiretap *w, struct line *l) {
  char *way = strpbrk(l->word[0], ">="), *second = strchr(l->word[1], ',');
  char *type = strchr(l->word[2], '/');
  bool both = *way == '=';
  uint8_t pt = type ? (uint8_t)strtoul(type + 1, NULL, 10) : 8;
  int n = (int)strtol(l->word[2], NULL, 10);
  *way = '\0';
  for (int i = 0; i < n; i++) {
    uint32_t seq = w->seq;
    tap_rtp(w, l->word[0], way + 1, (uint32_t)strtoul(l->word[1], NULL, 10), pt, 1);
    if (!both) continue;
    w->now_us -= 20000; // the two at once
    w->seq = seq;
    tap_rtp(w, way + 1, l->word[0], (uint32_t)strtoul(second + 1, NULL, 10), pt, 1);
  }
}

void tap_ladder(struct wiretap *w, const char *lines) {
  for (const char *at = lines; *at;) {
    size_t n = strcspn(at, "\n");
    struct line l = line_of(at, n);
    if (l.n && !strcmp(l.word[0], "wait"))
      tap_wait(w, strtol(l.word[1], NULL, 10));
    else if (l.n && strchr(l.word[0], ':'))
      media(w, &l);
    else if (l.n)
      message(w, &l);
    at += n + (at[n] == '\n');
  }
}
