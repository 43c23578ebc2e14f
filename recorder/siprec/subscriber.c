// SPDX-License-Identifier: Apache-2.0
#include "recorder/siprec/subscriber.h"

#include "recorder/wire/sip.h"

static struct sv extra(const struct metadata *m, struct sv name) {
  for (size_t i = 0; i < m->n_extras; i++)
    if (sv_ieq(sv_of(m->extra[i].name), name)) return sv_of(m->extra[i].value);
  return (struct sv){0};
}

// "sip:7711@h;user=phone", "<sip:7711@h>", "7711@h" and "7711" are one user's.
static struct sv user_of(struct sv aor) {
  struct sip_name name;
  if (sip_name_parse(aor, &name) && name.user.n) return name.user;
  return sv_trim(sv_cut(&aor, '@'));
}

static bool is_number(struct sv user) {
  for (size_t i = 0; i < user.n; i++)
    if (!strchr("+0123456789*#", user.p[i])) return false;
  return user.n != 0;
}

// -1: nobody, or several.
static int who_is(const struct metadata *m, struct sv aor) {
  struct sv user = user_of(aor);
  int found = -1;
  for (size_t i = 0; user.n && i < m->n_participants; i++) {
    if (!sv_ieq(user_of(sv_of(m->participant[i].aor)), user)) continue;
    if (found >= 0) return -1;
    found = (int)i;
  }
  return found;
}

void subscriber_find(struct metadata *m) {
  struct sv calling = extra(m, SV("callingPartyNumber"));
  struct sv called = extra(m, SV("calledPartyNumber"));
  int own = who_is(m, extra(m, SV("userID")));
  if (own < 0) return;
  int rang = who_is(m, calling), rung = who_is(m, called);
  bool comes_in = rang >= 0 && rang != own;
  bool goes_out = !comes_in && (rang == own || (rung >= 0 && rung != own));
  struct metadata_participant *p = &m->participant[own];
  p->role = METADATA_AGENT;
  if (!comes_in && !goes_out) return;
  p->end = comes_in ? METADATA_CALLED : METADATA_CALLING;
  if (comes_in) m->participant[rang].end = METADATA_CALLING;
  if (goes_out && rung >= 0) m->participant[rung].end = METADATA_CALLED;
  struct sv number = comes_in ? called : calling;
  if (is_number(user_of(sv_of(p->aor))) || !is_number(user_of(number))) return;
  snprintf(p->aor, sizeof p->aor, SV_FMT, SV_ARG(number));
}
