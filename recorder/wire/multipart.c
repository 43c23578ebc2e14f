// SPDX-License-Identifier: Apache-2.0
#include "recorder/wire/multipart.h"

enum { WITHIN_MAX = 2 }; // multipart within multipart

struct parts {
  struct part *out;
  size_t n;
};

static struct sv parameter(struct sv value, struct sv name) {
  (void)sv_cut(&value, ';');
  while (value.n) {
    struct sv one = sv_cut(&value, ';');
    struct sv key = sv_trim(sv_cut(&one, '='));
    if (!sv_ieq(key, name)) continue;
    one = sv_trim(one);
    if (one.n && one.p[0] == '"') {
      one = sv_from(one, 1);
      one = sv_cut(&one, '"');
    }
    return one;
  }
  return (struct sv){0};
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

static struct sv start_of(struct sv body) { // what it says, after blanks and a byte order mark
  while (body.n && is_blank(*body.p)) body = sv_from(body, 1);
  return sv_starts(body, SV("\xEF\xBB\xBF")) ? sv_from(body, 3) : body;
}

static enum part_kind kind_of(const struct part *p) {
  struct sv text = start_of(p->body);
  bool sdp = sv_istarts(text, SV("v=")), xml = sv_starts(text, SV("<"));
  if (sv_istarts(p->type, SV("application/sdp"))) return xml ? PART_METADATA : PART_SDP;
  if (sv_istarts(p->type, SV("application/rs-metadata"))) return sdp ? PART_SDP : PART_METADATA;
  if (sdp && !sv_istarts(p->type, SV("message/"))) return PART_SDP;
  bool other = sv_has(text, SV("pidf")) || sv_has(p->type, SV("pidf")); // a location, in XML too
  return xml && !other ? PART_METADATA : PART_OTHER;
}

// A full house gives its last place to the first of a kind that is not there yet.
static void keep(struct parts *to, const struct part *p) {
  if (to->n < MULTIPART_PARTS)
    to->out[to->n++] = *p;
  else if (p->kind != PART_OTHER && !multipart_find(to->out, to->n, p->kind)) {
    size_t at = to->n - 1;
    while (at && to->out[at].kind != PART_OTHER) at--;
    if (to->out[at].kind == PART_OTHER) to->out[at] = *p;
  }
}

// ---- a part's own header ---------------------------------------------------------------------

static struct sv line_cut(struct sv *rest) { // without its line break
  struct sv line = sv_cut(rest, '\n');
  if (line.n && line.p[line.n - 1] == '\r') line.n--;
  return line;
}

static bool is_field(struct sv line) { // "Content-Type: …", and no line of SDP or XML
  size_t colon;
  if (!sv_find(line, ':', &colon) || !colon) return false;
  for (size_t i = 0; i < colon; i++)
    if ((unsigned char)line.p[i] <= ' ' || strchr("<>=\"", line.p[i])) return false;
  return true;
}

static void field(struct sv line, struct part *p, struct sv *whole_type) {
  struct sv name = sv_trim(sv_cut(&line, ':')), value = sv_trim(line);
  if (sv_ieq(name, SV("Content-Type")) || sv_ieq(name, SV("c"))) {
    *whole_type = value;
    p->type = sv_trim(sv_cut(&value, ';'));
  } else if (sv_ieq(name, SV("Content-Disposition")))
    p->disposition = sv_trim(sv_cut(&value, ';'));
  else if (sv_ieq(name, SV("Content-Transfer-Encoding")))
    p->encoding = sv_trim(sv_cut(&value, ';'));
}

// The header ends at an empty line, or where lines stop being one: some leave it, or the empty
// line, out.
static void part_read(struct sv text, struct part *p, struct sv *whole_type) {
  while (text.n) {
    struct sv rest = text, line = line_cut(&rest);
    bool folded = line.n && is_blank(line.p[0]) && p->type.n;
    if (line.n && !folded && !is_field(line)) break;
    if (line.n && !folded) field(line, p, whole_type);
    text = rest;
    if (!line.n && (p->type.n || p->disposition.n)) break;
  }
  p->body = text;
}

// ---- between boundaries ----------------------------------------------------------------------

static bool is_boundary(struct sv line, struct sv boundary) { // "--boundary", "--boundary--"
  if (!sv_starts(line, SV("--"))) return false;
  line = sv_trim(sv_from(line, 2));
  if (!sv_starts(line, boundary)) return false;
  struct sv after = sv_from(line, boundary.n);
  return !after.n || sv_eq(after, SV("--"));
}

static bool has_boundary(struct sv body, struct sv boundary) {
  while (boundary.n && body.n)
    if (is_boundary(line_cut(&body), boundary)) return true;
  return false;
}

// What is announced, if it is there; else the first line that looks like one.
static struct sv boundary_of(struct sv body, struct sv type) {
  struct sv said = parameter(type, SV("boundary"));
  if (has_boundary(body, said)) return said;
  while (body.n) {
    struct sv line = line_cut(&body);
    if (sv_starts(line, SV("--")) && sv_trim(sv_from(line, 2)).n) return sv_trim(sv_from(line, 2));
    if (sv_starts(line, SV("v=")) || sv_starts(line, SV("<"))) break;
  }
  return (struct sv){0};
}

static void split(struct parts *to, struct sv body, struct sv type, int depth);

static void take(struct parts *to, struct sv text, int depth) {
  struct part p = {0};
  struct sv whole_type = {0};
  part_read(text, &p, &whole_type);
  if (sv_istarts(p.type, SV("multipart/")) && depth < WITHIN_MAX) {
    split(to, p.body, whole_type, depth + 1);
    return;
  }
  p.kind = kind_of(&p);
  if (p.body.n || p.type.n) keep(to, &p);
}

static struct sv
without_break(struct sv text) { // the line break before a boundary is the boundary's
  if (text.n && text.p[text.n - 1] == '\n') text.n--;
  if (text.n && text.p[text.n - 1] == '\r') text.n--;
  return text;
}

static void single(struct parts *to, struct sv body, struct sv type) {
  struct part p = {.type = sv_trim(sv_cut(&type, ';')), .body = body};
  p.kind = kind_of(&p);
  if (sv_trim(body).n) keep(to, &p);
}

static void split(struct parts *to, struct sv body, struct sv type, int depth) {
  struct sv boundary = boundary_of(body, type), rest = body, part = {0};
  bool multipart = sv_istarts(type, SV("multipart/")) || !type.n;
  if (!boundary.n || !multipart) {
    single(to, body, sv_istarts(type, SV("multipart/")) ? (struct sv){0} : type);
    return;
  }
  bool inside = false;
  while (rest.n) {
    const char *at = rest.p;
    struct sv line = line_cut(&rest);
    if (!is_boundary(line, boundary)) continue;
    part.n = inside ? (size_t)(at - part.p) : 0;
    if (inside) take(to, without_break(part), depth);
    inside = !sv_eq(sv_from(sv_trim(line), 2 + boundary.n), SV("--"));
    part = rest;
  }
  if (inside) take(to, part, depth); // the end was forgotten, or cut off
}

static bool is_named(const struct part *p) {
  return sv_istarts(p->type, SV("application/rs-metadata"));
}

// Where metadata has its name, XML of another is something else.
static void others_left(struct part *part, size_t n) {
  bool named = false;
  for (size_t i = 0; i < n; i++) named |= part[i].kind == PART_METADATA && is_named(&part[i]);
  for (size_t i = 0; named && i < n; i++)
    if (part[i].kind == PART_METADATA && !is_named(&part[i])) part[i].kind = PART_OTHER;
}

size_t multipart_split(struct sv body, struct sv content_type, struct part out[MULTIPART_PARTS]) {
  struct parts to = {.out = out};
  split(&to, body, sv_trim(content_type), 0);
  others_left(out, to.n);
  return to.n;
}

const struct part *multipart_find(const struct part *parts, size_t n, enum part_kind kind) {
  for (size_t i = 0; i < n; i++)
    if (parts[i].kind == kind) return &parts[i];
  return NULL;
}
