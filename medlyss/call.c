// SPDX-License-Identifier: Apache-2.0
// medlyss call: what an administrator, or a program beside the telephone, asks of the recorders
// about a call that goes on (recorder/control.h). Whichever records it obeys.
#include "core/ask.h"
#include "medlyss/commands.h"
#include "medlyss/house.h"

static const char *const sockets[] = {"control.sock", "siprec.sock"};

struct call_asked {
  const char *data;
  struct cli_words words;
};

static enum err line_make(const struct cli_words *words, struct buf *line) {
  for (size_t i = 0; i < words->n; i++) buf_printf(line, "%s%s", i ? " " : "", words->v[i]);
  return line->failed ? fail(E_FULL, "no memory") : OK;
}

// A recorder that runs and has no such call answers so: then it is the other's, or nobody's.
static enum err ask_each(struct ask *a, const struct buf *line, bool lists, struct buf *out) {
  size_t answered = 0;
  for (size_t i = 0; i < countof(sockets); i++) {
    AUTO(buf) struct buf said = {0};
    enum err rc = ask_program(a, sockets[i], buf_sv(line), &said);
    if (rc == E_NOT_FOUND) {
      err_forget();
      continue;
    }
    TRY(rc);
    answered++;
    bool is_ok = sv_eq(buf_sv(&said), SV("ok"));
    if (!lists && is_ok) return OK;
    if (lists && !is_ok) buf_add_sv(out, buf_sv(&said));
    if (!lists && (!out->n || !sv_eq(buf_sv(&said), SV("no such call is being recorded")))) {
      buf_clear(out);
      buf_add_sv(out, buf_sv(&said));
    }
  }
  if (!answered) return fail(E_NOT_FOUND, "no recorder runs");
  return lists ? OK : fail(E_CONFLICT, SV_FMT, SV_ARG(buf_sv(out)));
}

static enum err call(const void *asked, bool *out_no) {
  const struct call_asked *ask = asked;
  AUTO(house) struct house h = HOUSE_NONE;
  AUTO(buf) struct buf line = {0}, told = {0};
  struct ask asker;
  (void)out_no;
  if (ask->words.n < 2) return fail(E_BAD_INPUT, "say what is asked, and of which call");
  TRY(house_open(ask->data, &h));
  TRY(line_make(&ask->words, &line));
  bool lists = !strcmp(ask->words.v[0], "calls");
  TRY(ask_open(h.data.path, &asker));
  enum err rc = ask_each(&asker, &line, lists, &told);
  ask_drop(&asker);
  TRY(rc);
  if (fwrite(told.p ? told.p : "", 1, told.n, stdout) != told.n) return fail_os("write");
  return OK;
}

static const struct cli_option call_options[] = {CLI_DATA(struct call_asked)};
const struct cli command_call = {
    .path = "call",
    .says =
        "Asks the recorders about a call while it goes on. WORDS are: pause CALL, resume CALL, "
        "erase CALL (nothing of it is kept), mark CALL tough|thanks|threat, evidence CALL (it "
        "cannot be erased any more), or calls LINE..., which lists the calls where one of these "
        "lines sits now: id, when it began, until when it is paused (0: it is recorded), whether "
        "a pause has run out, and whether it is kept as evidence. Before the word may stand `as "
        "PERSON`: for whom it is asked.",
    .example = "medlyss call --data /var/lib/medlyss calls 1003\n"
               "medlyss call --data /var/lib/medlyss pause 01a20088-f10e-7d6f-9a0f-1099d7041909",
    .rest = "WORDS...",
    .rest_at = offsetof(struct call_asked, words),
    .options = call_options,
    .n = countof(call_options),
    .size = sizeof(struct call_asked),
    .run = call};
