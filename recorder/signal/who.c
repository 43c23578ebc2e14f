// SPDX-License-Identifier: Apache-2.0
#include "recorder/signal/who.h"

// What is too long ends with a whole letter.
static void text_keep(char *to, size_t room, struct sv from) {
  char plain[2 * WHO_ADDRESS];
  size_t n = 0;
  for (size_t i = 0; i < from.n && n < sizeof plain; i++) {
    if (from.p[i] == '\\' && i + 1 < from.n) i++; // quoted-pair
    if ((unsigned char)from.p[i] >= ' ') plain[n++] = from.p[i];
  }
  struct sv kept = sv_letters((struct sv){plain, n}, room - 1);
  memcpy(to, kept.p, kept.n);
  to[kept.n] = '\0';
}

void who_address(const struct sip_name *name, char out[WHO_ADDRESS]) {
  size_t n = sip_user(name->user, out, WHO_ADDRESS);
  if (n && name->host.n && n + 1 < WHO_ADDRESS) out[n++] = '@';
  text_keep(out + n, WHO_ADDRESS - n, name->host);
}

static void add(struct who_list *list, const struct sip_name *name, struct sv display) {
  struct who w = {0};
  if (list->n == WHO_MAX || (!name->user.n && !name->host.n)) return;
  who_address(name, w.address);
  text_keep(w.name, sizeof w.name, display);
  for (size_t i = 0; i < list->n; i++)
    if (!strcmp(list->who[i].address, w.address)) {
      if (!list->who[i].name[0]) list->who[i] = w;
      return;
    }
  list->who[list->n++] = w;
}

// Every value of every header of that name; `party`: only those that say so, or say nothing.
static void add_all(struct who_list *list, const struct sip *m, struct sv header,
                    const char *party) {
  for (size_t nth = 0; list->n < WHO_MAX; nth++) {
    struct sv rest = sip_header_at(m, header, nth);
    if (!rest.n) return;
    while (rest.n) {
      struct sip_name name;
      struct sv one = sip_value_cut(&rest);
      if (party && sv_has(one, SV("party=")) && !sv_has(one, sv_of(party))) continue;
      if (sip_name_parse(one, &name) && name.user.n) add(list, &name, name.display);
    }
  }
}

void who_calls(const struct sip *m, struct who_list *out) {
  *out = (struct who_list){0};
  if (m->request) {
    add_all(out, m, SV("P-Asserted-Identity"), NULL);
    add_all(out, m, SV("Remote-Party-ID"), "party=calling");
  }
  for (size_t i = 0; i < out->n; i++) // an asserted number often comes without its name
    if (!out->who[i].name[0]) text_keep(out->who[i].name, WHO_NAME, m->from.display);
  add(out, &m->from, m->from.display);
}

static bool is_number(struct sv user) {
  for (size_t i = 0; i < user.n; i++)
    if (!strchr("+0123456789*#%-.()", user.p[i])) return false;
  return user.n != 0;
}

static struct sv last_value(const struct sip *m, struct sv header) {
  struct sv last = {0};
  for (size_t nth = 0; nth < SIP_HEADERS_MAX; nth++) {
    struct sv rest = sip_header_at(m, header, nth);
    if (!rest.n) break;
    while (rest.n) last = sip_value_cut(&rest);
  }
  return last;
}

bool who_target(const struct sip *m, struct sip_name *out) {
  if (!m->request || !sip_name_parse(m->uri, out) || !out->user.n) return false;
  struct sip_name served;
  const struct sv told[] = {sip_header(m, SV("P-Called-Party-ID")),
                            last_value(m, SV("History-Info"))};
  for (size_t i = 0; i < countof(told) && !is_number(out->user); i++)
    if (told[i].n && sip_name_parse(told[i], &served) && is_number(served.user)) *out = served;
  return true;
}

void who_is_rung(const struct sip *m, struct who_list *out) {
  struct sip_name target;
  *out = (struct who_list){0};
  if (who_target(m, &target) && !sv_eq(target.user, m->to.user)) add(out, &target, (struct sv){0});
  add(out, &m->to, m->to.display);
}

void who_has_rung(const struct sip *m, struct who_list *out) {
  *out = (struct who_list){0};
  add(out, &m->to, m->to.display);
}

void who_answers(const struct sip *m, const char *rung, struct who_list *out) {
  struct sip_name contact;
  *out = (struct who_list){0};
  add_all(out, m, SV("P-Asserted-Identity"), NULL);
  add_all(out, m, SV("Remote-Party-ID"), "party=called");
  out->n_asserted = out->n;
  char to[WHO_ADDRESS];
  size_t n = sip_user(m->to.user, to, sizeof to);
  bool as_to = n && !strncmp(rung, to, n) && strchr("@", rung[n]);
  if (*rung && !as_to && out->n < WHO_MAX) {
    struct who *w = &out->who[out->n++];
    *w = (struct who){0};
    snprintf(w->address, sizeof w->address, "%s", rung);
  }
  if (as_to) add(out, &m->to, m->to.display);
  struct sv first = sip_header(m, SV("Contact"));
  bool own = sip_name_parse(sip_value_cut(&first), &contact) && contact.user.n;
  if (own && !sv_eq(contact.user, m->from.user)) add(out, &contact, contact.display);
  add(out, &m->to, m->to.display);
}

bool who_sits(const struct sip *m, struct who *out) {
  struct who_list list = {0};
  add_all(&list, m, SV("P-Asserted-Identity"), NULL);
  add_all(&list, m, SV("Remote-Party-ID"), NULL);
  if (!list.n) return false;
  *out = list.who[0];
  return true;
}
