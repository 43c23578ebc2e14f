// SPDX-License-Identifier: Apache-2.0
#include "recorder/call/strange.h"

static bool begins(struct span s, const char *word) {
  size_t n = strlen(word);
  return s.n >= n && !memcmp(s.p, word, n);
}

static bool is_text(struct span s) {
  size_t n = s.n < 16 ? s.n : 16;
  for (size_t i = 0; i < n; i++)
    if ((s.p[i] < 0x20 && !strchr("\t\r\n", s.p[i])) || s.p[i] > 0x7e || !s.p[i]) return false;
  return n > 0;
}

// RFC 3435, 3.2.1: a command is a word of four letters, a transaction and an endpoint.
static bool is_mgcp(struct span s) {
  static const char *const verbs[] = {"CRCX ", "MDCX ", "DLCX ", "RQNT ", "NTFY ",
                                      "AUEP ", "AUCX ", "RSIP ", "EPCF "};
  for (size_t i = 0; i < countof(verbs); i++)
    if (begins(s, verbs[i])) return true;
  return false;
}

static uint16_t known_port(const struct datagram *d) {
  return d->src.port < d->dst.port ? d->src.port : d->dst.port;
}

static const char *by_port(uint16_t port) {
  static const struct {
    uint16_t port;
    const char *word;
  } known[] = {{53, "DNS"},       {67, "DHCP"},    {68, "DHCP"},    {69, "TFTP"},    {123, "NTP"},
               {161, "SNMP"},     {162, "SNMP"},   {500, "IKE"},    {1719, "H.323"}, {1900, "SSDP"},
               {2944, "H.248"},   {2945, "H.248"}, {4500, "IPsec"}, {4569, "IAX2"},  {5353, "mDNS"},
               {2055, "NetFlow"}, {6343, "sFlow"}};
  for (size_t i = 0; i < countof(known); i++)
    if (known[i].port == port) return known[i].word;
  return NULL;
}

void strange_word(const struct datagram *d, char out[STRANGE_WORD]) {
  struct span s = d->payload;
  const char *word = by_port(known_port(d));
  if (is_mgcp(s)) word = "MGCP";
  if (!word && begins(s, "GET ")) word = "HTTP";
  if (!word && s.n >= 5 && s.p[0] >= 20 && s.p[0] <= 23 && s.p[1] == 3) word = "TLS";
  if (!word && is_text(s)) word = "text";
  if (word)
    snprintf(out, STRANGE_WORD, "%s", word);
  else
    snprintf(out, STRANGE_WORD, "0x%02x…", s.n ? s.p[0] : 0);
}

void strange_add(struct strange *s, const struct datagram *d) {
  char word[STRANGE_WORD];
  uint16_t port = known_port(d);
  strange_word(d, word);
  for (size_t i = 0; i < s->n; i++)
    if (s->kind[i].port == port && !strcmp(s->kind[i].word, word)) {
      s->kind[i].n++;
      return;
    }
  if (s->n == STRANGE_KINDS) {
    s->others++;
    return;
  }
  struct strange_kind *k = &s->kind[s->n++];
  *k = (struct strange_kind){.port = port, .n = 1};
  memcpy(k->word, word, sizeof word);
}

void strange_say(const struct strange *s, size_t most, struct buf *out) {
  bool said[STRANGE_KINDS] = {0};
  uint64_t rest = s->others;
  for (size_t k = 0; k < s->n; k++) {
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < s->n; i++)
      if (!said[i] && (best == SIZE_MAX || s->kind[i].n > s->kind[best].n)) best = i;
    said[best] = true;
    const struct strange_kind *one = &s->kind[best];
    if (k >= most) {
      rest += one->n;
      continue;
    }
    buf_printf(out, "%sUDP port %u: %" PRIu64 " of %s", k ? "; " : "", one->port, one->n,
               one->word);
  }
  if (rest) buf_printf(out, "; %" PRIu64 " others", rest);
}
