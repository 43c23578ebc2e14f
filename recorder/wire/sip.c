// SPDX-License-Identifier: Apache-2.0
#include "recorder/wire/sip.h"

#include "recorder/wire/multipart.h"
#include "recorder/wire/sip_frame.h"

static const struct {
  char compact;
  struct sv full;
} compact_names[] = {
    {'i', {"Call-ID", 7}},
    {'f', {"From", 4}},
    {'t', {"To", 2}},
    {'c', {"Content-Type", 12}},
    {'l', {"Content-Length", 14}},
    {'m', {"Contact", 7}},
    {'v', {"Via", 3}},
    {'s', {"Subject", 7}},
    {'k', {"Supported", 9}},
    {'e', {"Content-Encoding", 16}},
    {'x', {"Session-Expires", 15}},
    {'r', {"Refer-To", 8}},
    {'b', {"Referred-By", 11}},
    {'o', {"Event", 5}},
    {'u', {"Allow-Events", 12}},
};

static const struct {
  struct sv name;
  enum sip_method method;
} methods[] = {
    {{"INVITE", 6}, SIP_INVITE}, {{"ACK", 3}, SIP_ACK},     {{"BYE", 3}, SIP_BYE},
    {{"CANCEL", 6}, SIP_CANCEL}, {{"PRACK", 5}, SIP_PRACK}, {{"UPDATE", 6}, SIP_UPDATE},
    {{"INFO", 4}, SIP_INFO},     {{"REFER", 5}, SIP_REFER},
};

static struct sv full_name(struct sv name) {
  if (name.n != 1) return name;
  for (size_t i = 0; i < countof(compact_names); i++)
    if ((name.p[0] | 0x20) == compact_names[i].compact) return compact_names[i].full;
  return name;
}

static enum sip_method method_of(struct sv name) {
  for (size_t i = 0; i < countof(methods); i++)
    if (sv_eq(methods[i].name, name)) return methods[i].method; // methods are case-sensitive
  return SIP_OTHER;
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// The next word; leaves *s after the blanks that follow it.
static struct sv word(struct sv *s) {
  size_t n = 0;
  while (n < s->n && !is_blank(s->p[n])) n++;
  struct sv w = sv_first(*s, n);
  *s = sv_trim(sv_from(*s, n));
  return w;
}

static bool start_line(struct sv line, struct sip *m) {
  struct sv rest = sv_trim(line);
  if (sv_istarts(rest, SV("SIP/2.0"))) {
    uint64_t status;
    word(&rest);
    if (!sv_is_u64(word(&rest), 699, &status) || status < 100) return false;
    m->status = (int)status;
    m->reason = rest;
    return true;
  }
  m->request = true;
  m->method_name = word(&rest);
  m->method = method_of(m->method_name);
  size_t end = rest.n; // the URI may hold blanks it should not: the version is the last word
  while (end && !is_blank(rest.p[end - 1])) end--;
  m->uri = sv_trim(sv_first(rest, end));
  return m->method_name.n && m->uri.n && sv_istarts(sv_from(rest, end), SV("SIP/2.0"));
}

// One header with its folded lines; *s moves past it. The value keeps the folds.
static struct sv header_line(struct sv *s) {
  size_t n = 0;
  while (n < s->n) {
    const char *nl = memchr(s->p + n, '\n', s->n - n);
    n = nl ? (size_t)(nl - s->p) + 1 : s->n;
    if (n == s->n || (s->p[n] != ' ' && s->p[n] != '\t')) break;
  }
  struct sv line = sv_first(*s, n);
  *s = sv_from(*s, n);
  return line;
}

static void cseq(struct sv value, struct sip *m) {
  uint64_t number;
  struct sv rest = sv_trim(value);
  if (!sv_is_u64(word(&rest), UINT32_MAX, &number)) return;
  m->cseq = (uint32_t)number;
  if (m->request) return;
  m->method_name = word(&rest);
  m->method = method_of(m->method_name);
}

static void session_expires(struct sv value, struct sip *m) {
  uint64_t seconds;
  struct sv number = sv_cut(&value, ';');
  if (!sv_is_u64(sv_trim(number), 7 * 86400, &seconds)) return;
  m->session_expires_s = (uint32_t)seconds;
}

static void keep_header(struct sv name, struct sv value, struct sip *m) {
  name = full_name(name);
  if (sv_ieq(name, SV("Call-ID")) && !m->call_id.n)
    m->call_id = value;
  else if (sv_ieq(name, SV("CSeq")) && !m->cseq)
    cseq(value, m);
  else if (sv_ieq(name, SV("From")) && !m->from.uri.n)
    (void)sip_name_parse(value, &m->from);
  else if (sv_ieq(name, SV("To")) && !m->to.uri.n)
    (void)sip_name_parse(value, &m->to);
  else if (sv_ieq(name, SV("Content-Type")) && !m->content_type.n)
    m->content_type = value;
  else if (sv_ieq(name, SV("P-Asserted-Identity")) && !m->asserted.n)
    m->asserted = value;
  else if (sv_ieq(name, SV("Session-Expires")))
    session_expires(value, m);
  if (m->n_headers < SIP_HEADERS_MAX) m->header[m->n_headers++] = (struct sip_header){name, value};
}

// A length beyond what came, or nonsense, means all there is: a bystander keeps what it saw. So
// does none at all before a description: something on the way wrote it in, and forgot to count.
static void body(struct sv rest, struct sip *m) {
  uint64_t length;
  struct sv value = sip_header(m, SV("Content-Length"));
  m->body = rest;
  if (!value.n) return;
  m->has_content_length = true;
  if (!sv_is_u64(value, UINT32_MAX, &length)) return;
  if (!length && m->content_type.n && sv_starts(rest, SV("v=0"))) return;
  m->body = sv_first(rest, (size_t)length);
}

bool sip_parse(struct sv s, struct sip *out) {
  while (s.n && (s.p[0] == '\r' || s.p[0] == '\n')) s = sv_from(s, 1);
  *out = (struct sip){0};
  size_t head_n = sip_head_length(s);
  struct sv head = head_n ? sv_first(s, head_n) : s;
  if (!start_line(sv_cut(&head, '\n'), out)) return false;
  while (head.n) {
    struct sv line = header_line(&head), value = line;
    struct sv name = sv_trim(sv_cut(&value, ':'));
    if (name.n && value.p != line.p + line.n) keep_header(name, sv_trim(value), out);
  }
  if (head_n) body(sv_from(s, head_n), out);
  return out->call_id.n && out->method_name.n && out->from.uri.n && out->to.uri.n;
}

struct sv sip_header_at(const struct sip *m, struct sv name, size_t nth) {
  for (size_t i = 0; i < m->n_headers; i++)
    if (sv_ieq(m->header[i].name, name) && !nth--) return m->header[i].value;
  return (struct sv){0};
}

struct sv sip_header(const struct sip *m, struct sv name) {
  return sip_header_at(m, name, 0);
}

struct sv sip_value_cut(struct sv *rest) {
  bool quoted = false, inside = false;
  size_t n = 0;
  for (; n < rest->n; n++) {
    char c = rest->p[n];
    if (quoted && c == '\\') n++;
    if (c == '"') quoted = !quoted;
    if (!quoted && (c == '<' || c == '>')) inside = c == '<';
    if (c == ',' && !quoted && !inside) break;
  }
  if (n > rest->n) n = rest->n;
  struct sv one = sv_trim(sv_first(*rest, n));
  *rest = sv_from(*rest, n + 1);
  return one;
}

// ---- parameters and bodies ----------------------------------------------------------------------

static struct sv parameter(struct sv value, struct sv name) {
  while (value.n) {
    struct sv one = sv_cut(&value, ';');
    struct sv key = sv_trim(sv_cut(&one, '='));
    if (!sv_ieq(key, name)) continue;
    one = sv_trim(one);
    if (one.n >= 2 && one.p[0] == '"' && one.p[one.n - 1] == '"')
      one = (struct sv){one.p + 1, one.n - 2};
    return one;
  }
  return (struct sv){0};
}

struct sv sip_branch(const struct sip *m) {
  struct sv via = sip_header(m, SV("Via"));
  struct sv first = sip_value_cut(&via), branch = parameter(first, SV("branch"));
  return branch.n ? branch : first;
}

bool sip_is_recording(const struct sip *m) {
  struct sv contact = sip_header(m, SV("Contact")), require = sip_header(m, SV("Require"));
  if (sv_has(require, SV("siprec")) || sv_has(contact, SV("+sip.src"))) return true;
  bool multipart = sv_istarts(m->content_type, SV("multipart/"));
  return sv_has(m->content_type, SV("rs-metadata")) ||
         (multipart && sv_has(m->body, SV("application/rs-metadata")));
}

struct sv sip_sdp(const struct sip *m) {
  struct part part[MULTIPART_PARTS];
  size_t n = multipart_split(m->body, m->content_type, part);
  const struct part *sdp = multipart_find(part, n, PART_SDP);
  struct sv text = sdp ? sv_trim(sdp->body) : (struct sv){0};
  return sv_starts(text, SV("v=0")) ? text : (struct sv){0};
}
