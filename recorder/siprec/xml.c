// SPDX-License-Identifier: Apache-2.0
// The one file that knows expat. Names are cut from their prefixes here, declared or not; a
// document type ends the reading before any of it is believed, and with it every entity of its own.
// What is not well-formed is read a second time with the faults mended that clients make: a bare &,
// bytes that are no UTF-8, a declaration that is none.
#include <expat.h>

#include "core/buf.h"
#include "recorder/siprec/metadata.h"
#include "recorder/siprec/read.h"
#include "recorder/siprec/subscriber.h"

struct xml {
  XML_Parser parser;
  struct reader reader;
  bool closed; // the root's end was seen: what follows is nobody's
};

static struct sv local(const char *name) {
  struct sv rest = sv_of(name), last = rest;
  while (rest.n) last = sv_cut(&rest, ':');
  return last;
}

static void on_start(void *ctx, const char *name, const char **attributes) {
  struct xml *x = ctx;
  if (x->reader.depth == METADATA_DEPTH_MAX) {
    x->reader.m->trouble |= METADATA_TOO_BIG;
    XML_StopParser(x->parser, XML_FALSE);
    return;
  }
  read_start(&x->reader, local(name), attributes);
}

static void on_end(void *ctx, const char *name) {
  struct xml *x = ctx;
  read_end(&x->reader, local(name));
  x->closed = !x->reader.depth;
}

static void on_text(void *ctx, const char *text, int n) {
  struct xml *x = ctx;
  read_text(&x->reader, (struct sv){text, (size_t)n});
}

static void on_doctype(void *ctx, const char *name, const char *sys, const char *pub,
                       int internal) {
  struct xml *x = ctx;
  (void)name, (void)sys, (void)pub, (void)internal;
  x->reader.m->trouble |= METADATA_DOCTYPE;
  XML_StopParser(x->parser, XML_FALSE);
}

static int on_encoding(void *ctx, const char *name, XML_Encoding *out) { // one byte a letter
  (void)ctx, (void)name;
  for (int i = 0; i < 256; i++) out->map[i] = i;
  out->data = NULL;
  out->convert = NULL;
  out->release = NULL;
  return XML_STATUS_OK;
}

// True: it was read to its end, or stopped for a reason that is noted.
static bool parse(struct sv xml, const char *encoding, struct metadata *out) {
  struct xml x = {.parser = XML_ParserCreate(encoding)};
  *out = (struct metadata){.complete = true};
  if (!x.parser) return false;
  read_begin(&x.reader, out);
  XML_SetUserData(x.parser, &x);
  XML_SetElementHandler(x.parser, on_start, on_end);
  XML_SetCharacterDataHandler(x.parser, on_text);
  XML_SetStartDoctypeDeclHandler(x.parser, on_doctype);
  XML_SetUnknownEncodingHandler(x.parser, on_encoding, NULL);
  bool ok = XML_Parse(x.parser, xml.p, (int)xml.n, XML_TRUE) == XML_STATUS_OK;
  XML_ParserFree(x.parser);
  return ok || x.closed || (out->trouble & (METADATA_DOCTYPE | METADATA_TOO_BIG));
}

// ---- mending -----------------------------------------------------------------------------------

static bool is_reference(struct sv s) { // "&amp;", "&#229;"
  static const char *const names[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
  for (size_t i = 0; i < countof(names); i++)
    if (sv_starts(s, sv_of(names[i]))) return true;
  size_t end;
  if (!sv_starts(s, SV("&#")) || !sv_find(sv_first(s, 10), ';', &end) || end < 3) return false;
  size_t from = s.p[2] == 'x' ? 3 : 2;
  for (size_t i = from; i < end; i++)
    if (!strchr(from == 3 ? "0123456789abcdefABCDEF" : "0123456789", s.p[i])) return false;
  return end > from;
}

static size_t letter_bytes(struct sv s) { // of one UTF-8 letter; 0: none begins here
  unsigned char c = (unsigned char)*s.p;
  size_t n = c < 0x80 ? 1 : c < 0xc2 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf5 ? 4 : 0;
  if (n > s.n) return 0;
  for (size_t i = 1; i < n; i++)
    if (((unsigned char)s.p[i] & 0xc0) != 0x80) return 0;
  return n;
}

// Its declaration may itself be wrong (XML 1.1, its words in another order); what is mended is
// UTF-8.
static struct sv declaration_past(struct sv xml) {
  size_t end;
  bool there = sv_starts(xml, SV("<?xml")) && sv_find(sv_first(xml, 256), '>', &end);
  return there ? sv_from(xml, end + 1) : xml;
}

static void mend(struct sv xml, struct buf *out) {
  xml = declaration_past(xml);
  while (xml.n) {
    unsigned char c = (unsigned char)*xml.p;
    size_t n = letter_bytes(xml);
    if (c == '&' && !is_reference(xml))
      buf_add_str(out, "&amp;");
    else if (!n) { // as Latin-1
      buf_add_char(out, (char)(0xc0 | c >> 6));
      buf_add_char(out, (char)(0x80 | (c & 0x3f)));
    } else if (c >= ' ' || c == '\t' || c == '\n' || c == '\r')
      buf_add(out, xml.p, n);
    xml = sv_from(xml, n ? n : 1);
  }
}

// ---- a document --------------------------------------------------------------------------------

static void untold_note(struct metadata *m) {
  bool untold = false;
  for (size_t i = 0; i < m->n_sessions; i++) untold |= !m->session[i].told;
  for (size_t i = 0; i < m->n_groups; i++) untold |= !m->group[i].told;
  for (size_t i = 0; i < m->n_participants; i++) untold |= !m->participant[i].told;
  for (size_t i = 0; i < m->n_streams; i++) untold |= !m->stream[i].told;
  if (untold) m->trouble |= METADATA_UNTOLD;
  if (!m->n_sessions && !m->n_groups && !m->n_participants && !m->n_streams && !m->n_extras)
    m->trouble |= METADATA_NONE;
}

void metadata_read(struct sv xml, struct metadata *out) {
  size_t at = 0;
  while (at < xml.n && xml.p[at] != '<' && xml.p[at] != '\xff' && xml.p[at] != '\xfe') at++;
  if (at < xml.n) xml = sv_from(xml, at); // some begin with an empty line, which XML may not
  bool too_big = xml.n > METADATA_BYTES_MAX;
  xml = sv_first(xml, METADATA_BYTES_MAX);
  if (!parse(xml, NULL, out)) {
    AUTO(buf) struct buf mended = {0};
    mend(xml, &mended);
    bool ok = !mended.failed && parse(buf_sv(&mended), "UTF-8", out);
    out->trouble |= ok ? METADATA_MENDED : METADATA_BROKEN;
  }
  if (too_big) out->trouble |= METADATA_TOO_BIG;
  untold_note(out);
  subscriber_find(out);
}
