// SPDX-License-Identifier: Apache-2.0
// medlyss rules try: what would become of a call, and why. Nothing is written.
#include "centre/house_rules.h"
#include "core/clock.h"
#include "medlyss/commands.h"
#include "medlyss/house.h"

struct try_asked {
  const char *data, *direction, *number, *agent, *queue, *seconds, *call;
};

static enum err call_make(struct house *h, const struct try_asked *ask, struct rules_call *c) {
  uint64_t s = 0;
  struct id call;
  struct rules_seat seat = {0};
  *c = (struct rules_call){.direction = ask->direction, .length_ms = -1, .lot = -1};
  if (ask->number) rules_call_number(c, sv_of(ask->number), h->settings.country_code);
  if (ask->agent) TRY(house_rules_agent(h->db, ask->agent, &seat.agent));
  if (ask->queue) TRY(house_rules_queue(h->db, ask->queue, &seat.queue));
  if (ask->agent || ask->queue) c->seat[c->n_seats++] = seat;
  if (ask->seconds) {
    TRY(sv_u64(sv_of(ask->seconds), 864000, &s));
    c->length_ms = (int64_t)s * 1000;
    c->ended = true;
  }
  TRY(house_rules_ask(h->db, keystore_site(h->keys), c));
  if (!ask->call) return OK;
  TRY(id_parse(sv_of(ask->call), &call));
  struct secret_key key = rules_lot_key(keystore_site(h->keys));
  c->lot = rules_lot(&key, (struct sv){(const char *)call.b, sizeof call.b});
  secret_wipe(&key, sizeof key);
  return OK;
}

static void verdict_tell(const struct rules_told *told, const struct rules_call *c) {
  const struct rule *r = told->rule;
  bool drawn = r && r->share && r->share < 100;
  const char *name = r ? r->name : "";
  if (told->refused)
    printf("not recorded: the number has refused\n");
  else if (told->says == RULES_EXCLUDES)
    printf("not recorded: %s\n", name);
  else if (told->says == RULES_RECORDS)
    printf("recorded: %s\n", r ? name : "no rule fits");
  else if (drawn && c->lot < 0)
    printf("drawn by lot, %u in a hundred are recorded: %s\n", r->share, name);
  else
    printf("not known at its start: recorded, and nothing is left of it where this fits: %s\n",
           name);
}

// Of each rule up to the one that decides.
static void rules_tell(const struct rules *r, const struct rules_call *c) {
  for (size_t i = 0; i < r->n && !c->refused; i++) {
    enum rules_word word = RULES_DIRECTION;
    enum rules_fit fit = rules_fit(&r->rule[i], c, &word);
    if (fit == RULES_YES)
      printf("  %s: fits\n", r->rule[i].name);
    else
      printf("  %s: %s %s\n", r->rule[i].name,
             fit == RULES_NO ? "does not fit by its" : "may fit, not known is its",
             rules_word_name(word));
    if (fit == RULES_YES) return;
  }
}

static enum err try_it(const void *asked, bool *out_no) {
  static struct rules r; // large
  const struct try_asked *ask = asked;
  AUTO(house) struct house h = HOUSE_NONE;
  struct rules_call c;
  TRY(house_open(ask->data, &h));
  TRY(house_keys(&h));
  TRY(house_rules_at(h.db, clock_wall_ms(), &r));
  TRY(call_make(&h, ask, &c));
  struct rules_told told = rules_decide(&r, &c);
  verdict_tell(&told, &c);
  rules_tell(&r, &c);
  *out_no = told.says == RULES_EXCLUDES;
  return OK;
}

static const struct cli_option options[] = {
    CLI_DATA(struct try_asked),
    CLI_WORD(struct try_asked, direction, "--direction", "WAY", "in, out or internal"),
    CLI_WORD(struct try_asked, number, "--number", "NUMBER", "the other side's"),
    CLI_WORD(struct try_asked, agent, "--agent", "NAME", "who answers, by log-in or name"),
    CLI_WORD(struct try_asked, queue, "--queue", "NAME", "the queue it comes by"),
    CLI_WORD(struct try_asked, seconds, "--seconds", "N", "how long it was: it has ended"),
    CLI_WORD(struct try_asked, call, "--call", "ID", "the call, whose lot is drawn")};
const struct cli command_rules_try = {
    .path = "rules try",
    .says =
        "Says of a call what the recording rules would make of it, and why: not recorded (exit 1), "
        "recorded, drawn by lot, or not known before it ends. What is not said is not known.",
    .example = "medlyss rules try --data /var/lib/medlyss --direction in --number 0701740606",
    .options = options,
    .n = countof(options),
    .size = sizeof(struct try_asked),
    .run = try_it};
