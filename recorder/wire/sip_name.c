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

// A number's own parameters, which stand before its host: "sip:0701;phone-context=+46@host" (RFC
// 3261, 19.1.6). Without brackets the header's begin at the semicolon; of a number with an @ behind
// it they do not.
static struct sv uri_cut(struct sv *s) {
  size_t colon, semicolon, at;
  bool both = sv_find(*s, ';', &semicolon) && sv_find(*s, '@', &at) && semicolon < at;
  if (!both || !sv_find(*s, ':', &colon) || colon > semicolon) return sv_cut(s, ';');
  for (size_t i = colon + 1; i < semicolon; i++)
    if (!strchr("+0123456789-.()", s->p[i])) return sv_cut(s, ';');
  struct sv rest = sv_from(*s, at), all = *s;
  (void)sv_cut(&rest, ';');
  *s = rest;
  return rest.n ? sv_first(all, (size_t)(rest.p - all.p) - 1) : all;
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
    name.uri = sv_trim(uri_cut(&params)); // without brackets, parameters are the header's
  }
  if (!sv_find(name.uri, ':', &at)) return false;
  name.tag = tag_of(params);
  uri_parts(&name);
  *out = name;
  return true;
}

static int hex(char c) {
  return c >= '0' && c <= '9'                 ? c - '0'
         : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                              : -1;
}

// A number, if that is all there is besides blanks, dots, dashes and brackets.
static bool is_number(const char *s) {
  if (*s == '+') s++;
  return *s && strspn(s, "0123456789*#-.() ") == strlen(s) && strpbrk(s, "0123456789");
}

size_t sip_user(struct sv user, char *room, size_t room_n) {
  size_t n = 0;
  for (size_t i = 0; i < user.n; i++) {
    bool escape =
        user.p[i] == '%' && i + 2 < user.n && hex(user.p[i + 1]) >= 0 && hex(user.p[i + 2]) >= 0;
    int c = escape ? hex(user.p[i + 1]) * 16 + hex(user.p[i + 2]) : (unsigned char)user.p[i];
    if (escape) i += 2;
    if (c < ' ' || c == 127) continue;
    room[n] = (char)c;
    if (n + 1 == room_n) { // full: with a whole letter
      n = sv_letters((struct sv){room, n + 1}, n).n;
      break;
    }
    n++;
  }
  room[n] = '\0';
  if (!is_number(room)) return n;
  size_t k = 0;
  for (size_t i = 0; i < n; i++)
    if (!strchr("-.() ", room[i])) room[k++] = room[i];
  room[k] = '\0';
  return k;
}
