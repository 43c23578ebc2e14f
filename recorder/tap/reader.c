// SPDX-License-Identifier: Apache-2.0
#include "recorder/tap/reader.h"

#include "recorder/tap/inflow.h"

struct reader {
  struct inflow *inflow;
  struct capfile format;
  uint64_t used; // of what was read last: still at the front
  const char *trouble;
};

struct reader_place {
  struct inflow_place *inflow;
  struct capfile format;
};

void reader_free(struct reader *r) {
  if (!r) return;
  inflow_free(r->inflow);
  capfile_drop(&r->format);
  free(r);
}

void reader_place_free(struct reader_place *p) {
  if (!p) return;
  inflow_place_free(p->inflow);
  capfile_drop(&p->format);
  free(p);
}

bool reader_next(struct reader *r, struct frame *out) {
  inflow_skip(r->inflow, r->used);
  r->used = 0;
  size_t least = 8;
  while (!r->trouble) {
    struct span s = inflow_want(r->inflow, least);
    uint64_t n = 0;
    if (!s.n) break;
    switch (s.n < least ? CAPFILE_GOT_SHORT : capfile_next(&r->format, s, &n, out)) {
    case CAPFILE_GOT_FRAME: r->used = n; return true;
    case CAPFILE_GOT_OTHER:
      inflow_skip(r->inflow, n);
      least = 8;
      break;
    case CAPFILE_GOT_SHORT:
      if (s.n < least) r->trouble = "breaks off";
      least = (size_t)n;
      break;
    case CAPFILE_GOT_BAD: r->trouble = "is damaged"; break;
    }
  }
  return false;
}

uint32_t reader_interface(const struct reader *r) { return r->format.interface; }

const char *reader_trouble(const struct reader *r) {
  const char *below = inflow_trouble(r->inflow);
  return below ? below : r->trouble;
}

// What other programs write, by its first bytes.
static const char *other_program(struct span s) {
  static const struct {
    const char *magic, *name;
  } others[] = {{"GMBU", "Microsoft NetMon"}, {"RTSS", "Microsoft NetMon"}, {"snoop", "snoop"},
                {"XCP", "NetXray"},           {"TRSNIFF", "Sniffer"},       {"btsnoop", "btsnoop"}};
  for (size_t i = 0; i < countof(others); i++)
    if (sv_starts(span_sv(s), sv_of(others[i].magic))) return others[i].name;
  return NULL;
}

// The first record is looked at here, so that a file that is no capture is refused at once.
static enum err begin(struct reader *r) {
  struct frame none;
  uint64_t n = 0;
  struct span s = inflow_want(r->inflow, 28);
  enum capfile_got got = s.n < 8 ? CAPFILE_GOT_BAD : capfile_next(&r->format, s, &n, &none);
  if (got != CAPFILE_GOT_OTHER && other_program(s))
    return fail(E_UNSUPPORTED, "a capture of %s: make a pcapng of it first (editcap does)",
                other_program(s));
  if (got != CAPFILE_GOT_OTHER) {
    const char *why = inflow_trouble(r->inflow);
    return fail(E_BAD_DATA, "no capture file%s%s", why ? ": it " : "", why ? why : "");
  }
  r->used = n;
  return OK;
}

enum err reader_open(const char *path, struct reader **out) {
  struct reader *r = calloc(1, sizeof *r);
  if (!r) return fail(E_FULL, "no memory to read files");
  enum err rc = inflow_open(path, &r->inflow);
  if (!rc) rc = begin(r);
  if (rc) {
    reader_free(r);
    return rc;
  }
  *out = r;
  return OK;
}

struct reader_place *reader_mark(const struct reader *r) {
  struct reader_place *p = calloc(1, sizeof *p);
  if (p && (p->inflow = inflow_mark(r->inflow)) && capfile_copy(&r->format, &p->format)) return p;
  reader_place_free(p);
  return NULL;
}

enum err reader_from(const struct reader_place *p, struct reader **out) {
  struct reader *r = calloc(1, sizeof *r);
  if (!r) return fail(E_FULL, "no memory to read files");
  enum err rc = inflow_from(p->inflow, &r->inflow);
  if (!rc && !capfile_copy(&p->format, &r->format)) rc = fail(E_FULL, "no memory to read files");
  if (rc) {
    reader_free(r);
    return rc;
  }
  *out = r;
  return OK;
}
