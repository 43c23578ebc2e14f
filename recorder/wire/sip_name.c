// SPDX-License-Identifier: Apache-2.0
// Addresses in SIP headers: name-addr, addr-spec and their parameters (RFC 3261, 20.10, 25.1).
#include "recorder/wire/sip.h"

// Cuts a leading quoted string off; an unbalanced quote takes everything, as nothing else would be
// safer to believe.
static struct sv quoted(struct sv *s) {
  size_t n = 1;
  while (n < s->n && s->p[n] != '"') n += s->p[n] == '\\' ? 2 : 1;
  if (n > s->n) n = s->n;
  struct sv text = sv_first(sv_from(*s, 1), n - 1);
  *s = sv_from(*s, n + 1);
  return text;
}

// Splits "sip:user;x=y:password@host:port;params" into user and host.
static void uri_parts(struct sip_name *out) {
  struct sv rest = out->uri, scheme;
  size_t at;
  scheme = sv_cut(&rest, ':');
  if (sv_ieq(scheme, SV("tel"))) {
    out->user = sv_cut(&rest, ';');
    return;
  }
  if (sv_find(rest, '@', &at)) {
    struct sv user = sv_first(rest, at);
    rest = sv_from(rest, at + 1);
    user = sv_cut(&user, ':');
    out->user = sv_cut(&user, ';');
  }
  if (rest.n && rest.p[0] == '[') {
    struct sv bracket = sv_from(rest, 1);
    out->host = sv_cut(&bracket, ']');
    return;
  }
  struct sv host = sv_cut(&rest, ';');
  host = sv_cut(&host, '?');
  out->host = sv_trim(sv_cut(&host, ':'));
}

static struct sv tag_of(struct sv params) {
  while (params.n) {
    struct sv one = sv_cut(&params, ';');
    struct sv key = sv_trim(sv_cut(&one, '='));
    if (sv_ieq(key, SV("tag"))) return sv_trim(sv_cut(&one, ','));
  }
  return (struct sv){0};
}

bool sip_name_parse(struct sv value, struct sip_name *out) {
  struct sip_name name = {0};
  struct sv s = sv_trim(value), params;
  size_t at;
  if (s.n && s.p[0] == '"') name.display = quoted(&s);
  if (sv_find(s, '<', &at)) {
    if (!name.display.p) name.display = sv_trim(sv_first(s, at));
    params = sv_from(s, at + 1);
    name.uri = sv_trim(sv_cut(&params, '>'));
  } else {
    params = sv_trim(s);
    name.uri = sv_trim(sv_cut(&params, ';')); // without brackets, parameters are the header's
  }
  if (!sv_find(name.uri, ':', &at)) return false;
  name.tag = tag_of(params);
  uri_parts(&name);
  *out = name;
  return true;
}
