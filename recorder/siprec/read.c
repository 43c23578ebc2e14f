// SPDX-License-Identifier: Apache-2.0
// One grammar for RFC 7865 and what came before it. A row is told by its element; it is named by an
// attribute of its kind's name or by standing within. Names are compared as letters alone, so that
// start-time, startTime and starttime are one.
#include "recorder/siprec/read.h"

#include <ctype.h>

#include "core/instant.h"
#include "recorder/siprec/book.h"

// ---- names -------------------------------------------------------------------------------------

static struct sv letters_of(struct sv name, char room[READ_NAME]) {
  size_t n = 0;
  for (size_t i = 0; i < name.n && n < READ_NAME; i++)
    if (isalnum((unsigned char)name.p[i])) room[n++] = (char)tolower((unsigned char)name.p[i]);
  return (struct sv){room, n};
}

static bool is_one(struct sv name, const char *words) { // of words with a blank on either side
  struct sv all = sv_of(words);
  while (name.n && all.n)
    if (sv_eq(sv_cut(&all, ' '), name)) return true;
  return false;
}

static enum read_kind kind_of(struct sv name) {
  if (is_one(name, "session communicationsession cssession")) return READ_SESSION;
  if (is_one(name, "group communicationsessiongroup")) return READ_GROUP;
  if (is_one(name, "participant")) return READ_PARTICIPANT;
  if (is_one(name, "stream mediastream")) return READ_STREAM;
  if (is_one(name, "sessionrecordingassoc participantsessionassoc participantstreamassoc"))
    return READ_LINK;
  return is_one(name, "extensiondata") ? READ_EXTENSION : READ_OTHER;
}

struct named { // what an element's attributes say, of those with a meaning
  struct sv id, session, group, participant, stream, label, mode, aor, name, value;
};

static void attributes_read(const char **at, struct named *out) {
  char room[READ_NAME];
  for (; at && at[0] && at[1]; at += 2) {
    struct sv whole = sv_of(at[0]), value = sv_trim(sv_of(at[1])), name = whole;
    while (sv_has(name, SV(":"))) (void)sv_cut(&name, ':');
    name = letters_of(name, room);
    if (is_one(name, "id")) out->id = value;
    if (is_one(name, "session sessionid")) out->session = value;
    if (is_one(name, "group groupid groupref")) out->group = value;
    if (is_one(name, "participant participantid")) out->participant = value;
    if (is_one(name, "stream streamid")) out->stream = value;
    if (is_one(name, "label")) out->label = value;
    if (is_one(name, "mode")) out->mode = value;
    if (is_one(name, "aor")) out->aor = value;
    if (is_one(name, "name key")) out->name = value;
    if (is_one(name, "value")) out->value = value;
  }
}

static struct sv first_said(struct sv a, struct sv b) { return a.n ? a : b; }

// ---- an element begins -------------------------------------------------------------------------

static void session_begin(struct reader *r, struct read_frame *f, const struct named *a) {
  f->session = book_session(r->m, first_said(a->session, a->id));
  if (f->session < 0) return;
  struct metadata_session *row = &r->m->session[f->session];
  row->told = true;
  if (a->group.n) f->group = book_group(r->m, a->group);
  if (f->group >= 0) row->group = f->group;
  if (f->participant >= 0) r->m->participant[f->participant].sessions |= book_bit(f->session);
}

static void participant_begin(struct reader *r, struct read_frame *f, const struct named *a) {
  if (a->session.n) f->session = book_session(r->m, a->session);
  f->participant = book_participant(r->m, first_said(a->participant, a->id));
  if (f->participant < 0) return;
  struct metadata_participant *row = &r->m->participant[f->participant];
  row->told = true;
  row->sessions |= book_bit(f->session);
  if (a->aor.n && !row->aor[0]) BOOK_TEXT(r->m, row->aor, a->aor);
  if (a->name.n && !row->name[0]) BOOK_TEXT(r->m, row->name, a->name);
  if (f->stream >= 0) row->sends |= book_bit(f->stream);
}

static void stream_begin(struct reader *r, struct read_frame *f, const struct named *a) {
  if (a->session.n) f->session = book_session(r->m, a->session);
  f->stream = book_stream(r->m, first_said(a->stream, a->id));
  if (f->stream < 0) return;
  struct metadata_stream *row = &r->m->stream[f->stream];
  row->told = true;
  if (f->session >= 0) row->session = f->session;
  if (a->label.n) BOOK_TEXT(r->m, row->label, a->label);
  row->mixed |= sv_ieq(a->mode, SV("mixed"));
  if (f->participant >= 0) r->m->participant[f->participant].sends |= book_bit(f->stream);
}

static void link_begin(struct reader *r, struct read_frame *f, const struct named *a) {
  if (a->session.n) f->session = book_session(r->m, a->session);
  if (a->participant.n) f->participant = book_participant(r->m, a->participant);
  if (a->stream.n) f->stream = book_stream(r->m, a->stream);
  if (f->session >= 0 && f->participant >= 0)
    r->m->participant[f->participant].sessions |= book_bit(f->session);
}

static void other_begin(struct reader *r, struct read_frame *f, const struct named *a) {
  if (f->extension) { // <header label="X"><value>…, <parameter name="X" value="…"/>
    struct sv called = first_said(a->name, a->label);
    if (called.n && a->value.n) metadata_extra_add(r->m, called, a->value);
    struct sv kept = sv_first(called, READ_NAME - 1);
    if (kept.n) snprintf(f->name, sizeof f->name, SV_FMT, SV_ARG(kept));
  } else if (f->participant >= 0 && a->aor.n && !r->m->participant[f->participant].aor[0])
    BOOK_TEXT(r->m, r->m->participant[f->participant].aor, a->aor);
}

void read_start(struct reader *r, struct sv name, const char **attributes) {
  struct named a = {0};
  char room[READ_NAME];
  if (r->depth == METADATA_DEPTH_MAX) return; // the parser stops here
  struct read_frame *f = &r->frame[r->depth++];
  struct sv small = letters_of(name, room);
  if (r->depth > 1) {
    f[-1].leaf = false;
    *f = f[-1];
  } else
    *f = (struct read_frame){.session = -1, .group = -1, .participant = -1, .stream = -1};
  f->leaf = true;
  f->left = false;
  f->sends = f->receives = 0;
  f->kind = f->extension ? READ_OTHER : kind_of(small);
  r->n_text = 0;
  attributes_read(attributes, &a);
  switch (f->kind) {
  case READ_SESSION: session_begin(r, f, &a); break;
  case READ_GROUP:
    f->group = book_group(r->m, first_said(a.group, a.id));
    if (f->group >= 0) r->m->group[f->group].told = true;
    break;
  case READ_PARTICIPANT: participant_begin(r, f, &a); break;
  case READ_STREAM: stream_begin(r, f, &a); break;
  case READ_LINK: link_begin(r, f, &a); break;
  case READ_EXTENSION: f->extension = true; break;
  case READ_OTHER: other_begin(r, f, &a); break;
  }
}

void read_text(struct reader *r, struct sv text) {
  struct sv kept = sv_first(text, READ_TEXT - r->n_text);
  memcpy(r->text + r->n_text, kept.p, kept.n);
  r->n_text += kept.n;
}

// ---- a text is whole ---------------------------------------------------------------------------

static int64_t time_read(struct sv text) { // one without a zone is taken for UTC
  char room[64];
  int64_t ms = 0;
  if (!text.n || text.n + 1 >= sizeof room) return 0;
  if (instant_parse(text, &ms) == OK) return ms;
  err_forget();
  snprintf(room, sizeof room, SV_FMT "Z", SV_ARG(text));
  if (instant_parse(sv_of(room), &ms) == OK) return ms;
  err_forget();
  return 0;
}

static void session_text(struct reader *r, const struct read_frame *f, struct sv name,
                         struct sv text) {
  struct metadata_session *row = &r->m->session[f->session];
  if (is_one(name, "sipsessionid callid") && !row->sip_id[0]) BOOK_TEXT(r->m, row->sip_id, text);
  if (is_one(name, "groupref")) row->group = book_group(r->m, text);
  if (is_one(name, "starttime")) row->start_ms = time_read(text);
  if (is_one(name, "associatetime") && !row->start_ms) row->start_ms = time_read(text);
  if (is_one(name, "stoptime endtime")) row->stop_ms = time_read(text);
  row->gone |= is_one(name, "stoptime endtime");
}

static void participant_text(struct reader *r, struct read_frame *f, struct read_frame *within,
                             struct sv name, struct sv text) {
  struct metadata_participant *row = &r->m->participant[f->participant];
  if (is_one(name, "aor") && !row->aor[0]) BOOK_TEXT(r->m, row->aor, text);
  if (is_one(name, "name displayname") && !row->name[0]) BOOK_TEXT(r->m, row->name, text);
  if (!is_one(name, "send recv receive") || !text.n) return;
  uint32_t bit = book_bit(book_stream(r->m, text));
  *(is_one(name, "send") ? &row->sends : &row->receives) |= bit;
  *(is_one(name, "send") ? &within->sends : &within->receives) |= bit;
}

static void stream_text(struct reader *r, const struct read_frame *f, struct sv name,
                        struct sv text) {
  struct metadata_stream *row = &r->m->stream[f->stream];
  if (is_one(name, "label")) BOOK_TEXT(r->m, row->label, text);
  if (is_one(name, "mode")) row->mixed = sv_ieq(text, SV("mixed"));
}

static const char of_the_house[] =
    "agent internal supervisor consultant coach monitor employee operator representative advisor "
    "specialist",
                  not_of_the_house[] = "customer external client consumer";

// A vendor's element: kept under its name, and looked at for which end of the call its owner is.
static void extra_text(struct reader *r, const struct read_frame *f, struct sv name,
                       struct sv small, struct sv text) {
  struct metadata_participant *row = f->participant < 0 ? NULL : &r->m->participant[f->participant];
  bool value = is_one(small, "value") && f->name[0];
  if (row && is_one(small, "callingparty callerorig isoriginator")) {
    if (sv_ieq(text, SV("true"))) row->end = METADATA_CALLING;
    if (sv_ieq(text, SV("false"))) row->end = METADATA_CALLED;
    return;
  }
  if (row && is_one(small, "role participantrole participanttype")) {
    char room[READ_NAME];
    struct sv role = letters_of(text, room);
    if (is_one(role, of_the_house)) row->role = METADATA_AGENT;
    if (is_one(role, not_of_the_house)) row->role = METADATA_CUSTOMER;
    if (is_one(role, "caller calling callingparty originator")) row->end = METADATA_CALLING;
    if (is_one(role, "callee called calledparty terminator")) row->end = METADATA_CALLED;
  }
  metadata_extra_add(r->m, value ? sv_of(f->name) : name, text);
}

// ---- an element ends ---------------------------------------------------------------------------

static const char known[] =
    "datamode sipsessionid groupref starttime stoptime endtime associatetime "
    "disassociatetime aor name displayname send recv receive label mode "
    "nameid reason id type requestor recording recordingmetadata";

static void leaf_end(struct reader *r, struct read_frame *f, struct sv name) {
  char room[READ_NAME];
  struct sv small = letters_of(name, room), text = sv_trim((struct sv){r->text, r->n_text});
  struct read_frame *within = f > r->frame ? f - 1 : f;
  if (f->extension || (f->kind == READ_OTHER && !is_one(small, known))) {
    if (text.n) extra_text(r, f, name, small, text);
    return;
  }
  if (is_one(small, "datamode")) r->m->complete = !sv_ieq(text, SV("partial"));
  if (is_one(small, "disassociatetime") && text.n) within->left = true;
  if (f->stream >= 0 && within->kind == READ_STREAM) stream_text(r, f, small, text);
  if (f->session >= 0 && within->kind == READ_SESSION) session_text(r, f, small, text);
  if (f->participant >= 0) participant_text(r, f, within, small, text);
}

// Who has left: of an association what it ties, of a row the row itself.
static void left_end(struct reader *r, const struct read_frame *f) {
  struct metadata *m = r->m;
  struct metadata_participant *p = f->participant < 0 ? NULL : &m->participant[f->participant];
  if (f->kind == READ_LINK && p && (f->sends | f->receives)) {
    p->left |= f->sends;
    p->sends &= ~f->sends;
    p->receives &= ~f->receives;
    r->untied |= f->sends;
  } else if (f->kind == READ_LINK && p) {
    p->sessions &= ~book_bit(f->session);
    p->gone = !p->sessions;
  } else if (f->kind == READ_LINK && f->session >= 0)
    m->session[f->session].gone = true;
  if (f->kind == READ_PARTICIPANT && p) p->gone = true;
  if (f->kind == READ_STREAM && f->stream >= 0) m->stream[f->stream].gone = true;
  if (f->kind == READ_SESSION && f->session >= 0) m->session[f->session].gone = true;
}

// Where one stops to send and another begins, in whichever order it is told, it is sent.
static void ties_end(struct reader *r) {
  for (size_t i = 0; i < r->m->n_streams; i++)
    if (r->tied & book_bit((int)i))
      r->m->stream[i].tie = METADATA_TIED;
    else if (r->untied & book_bit((int)i))
      r->m->stream[i].tie = METADATA_UNTIED;
}

void read_end(struct reader *r, struct sv name) {
  if (!r->depth) return;
  struct read_frame *f = &r->frame[--r->depth];
  if (f->leaf) leaf_end(r, f, name);
  if (f->left)
    left_end(r, f);
  else
    r->tied |= f->sends;
  if (!r->depth) ties_end(r);
  r->n_text = 0;
}

void read_begin(struct reader *r, struct metadata *m) {
  r->m = m;
  r->depth = r->n_text = 0;
  r->tied = r->untied = 0;
}
