// SPDX-License-Identifier: Apache-2.0
// medlyss-import: sound files from outside become calls, now or as they are put into import/.
// Exit 0: all are in. 1: some were refused, each with its sentence on standard error.
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>

#include "core/cli.h"
#include "core/fence.h"
#include "core/fence_try.h"
#include "recorder/import/expect.h"
#include "recorder/import/facts.h"
#include "recorder/import/media.h"
#include "recorder/import/watch.h"

struct options {
  const char *data, *sidecar, *cdr;
  bool watch, json, try_forbidden;
  struct cli_words files;
};

static volatile sig_atomic_t stop;
static void on_signal(int sig) {
  (void)sig;
  stop = 1;
}

// The sidecar that lies beside a sound is its own, also when only the sound was named.
static void sidecar_find(struct arena *a, struct parcel *p) {
  const char *names[BATCH_BESIDE];
  struct stat st;
  for (size_t s = 0; s < 2 && p->sound[s] && !p->sidecar; s++) {
    size_t n = batch_beside(a, p->sound[s], names);
    for (size_t i = 0; i < n && !p->sidecar; i++)
      if (strcmp(names[i], p->sound[s]) && !fstatat(AT_FDCWD, names[i], &st, AT_SYMLINK_NOFOLLOW))
        p->sidecar = names[i];
  }
}

// So is the other half of a call, of which only the one was named.
static void half_find(struct arena *a, struct parcel *p) {
  const char *names[FACTS_OTHERS];
  struct stat st;
  if (p->sound[1] || facts_voice(p->sound[0]) == HALF_NONE) return;
  size_t n = facts_other_halves(p->sound[0], a, names);
  for (size_t i = 0; i < n; i++) {
    if (fstatat(AT_FDCWD, names[i], &st, AT_SYMLINK_NOFOLLOW) || !S_ISREG(st.st_mode)) continue;
    bool agent = facts_voice(p->sound[0]) == HALF_AGENT;
    p->sound[1] = agent ? names[i] : p->sound[0];
    if (!agent) p->sound[0] = names[i];
    return;
  }
}

static void tell(const struct options *o, const struct parcel *p, const struct brought *got) {
  char id[ID_TEXT];
  id_text(got->interaction, id);
  if (got->unheard[0])
    fprintf(stderr, "medlyss import: %s: of what is told of it not understood: %s\n", p->sound[0],
            got->unheard);
  if (got->says) fprintf(stderr, "medlyss import: %s: %s\n", p->sound[0], got->says);
  if (got->past_days)
    fprintf(stderr,
            "medlyss import: %s: older than the %" PRId64 " days that calls are kept: the keeper "
            "erases it at its next look\n",
            p->sound[0], got->past_days);
  if (got->alone.set) {
    id_text(got->alone.v, id);
    fprintf(stderr,
            "medlyss import: %s: one half of it came alone before and is a call of its own still, "
            "%s: erase that one\n",
            p->sound[0], id);
    id_text(got->interaction, id);
  }
  if (got->untold) fprintf(stderr, "medlyss import: %s: %s\n", p->sound[0], got->untold);
  for (size_t i = 0; i < p->n_left; i++)
    fprintf(stderr, "medlyss import: %s: the same call as %s, which is in: left out\n", p->left[i],
            p->sound[0]);
  if (o->json)
    printf("{\"id\":\"%s\",\"already\":%s}\n", id, got->was_there ? "true" : "false");
  else
    printf("%s %s %s%s%s\n", got->was_there ? "was there already" : "imported", id, p->sound[0],
           p->sound[1] ? " " : "", p->sound[1] ? p->sound[1] : "");
}

// A refusal is about one file: the others go on.
static MUST_CHECK enum err bring_all(const struct options *o, const struct bringer *b,
                                     size_t *out_refused) {
  AUTO(arena) struct arena a = {0};
  arena_init(&a, 64 << 20);
  struct batch batch;
  batch_make(&a, (const char *const *)o->files.v, o->files.n, &batch);
  if (!batch.n) return fail(E_BAD_INPUT, "none of these is a sound file");
  for (size_t i = 0; i < batch.n; i++) {
    struct parcel *p = &batch.parcels[i];
    struct brought got;
    half_find(&a, p);
    if (!o->sidecar) sidecar_find(&a, p);
    enum err rc = bring(b, p, &got);
    if (!rc) {
      tell(o, p, &got);
      continue;
    }
    fprintf(stderr, "medlyss import: %s: %s\n", p->sound[0], err_detail());
    err_forget();
    ++*out_refused;
    if (rc == E_BUSY || rc == E_FULL) return fail(rc, "the rest was not tried");
    if (p->n_left) i--, *p = (struct parcel){.sound = {p->left[0]}, .sidecar = p->sidecar};
  }
  return OK;
}

// Beside what the desk needs: itself as the child that reads a file, and the folders of the files.
static struct fence *fence_of(const struct options *o, const char *program) {
  static struct fence f; // large; one per process
  static char last[4096];
  fence_add(&f, program, FENCE_RUN);
  if (o->sidecar) fence_add(&f, o->sidecar, FENCE_READ);
  if (o->cdr) fence_add(&f, o->cdr, FENCE_READ);
  for (size_t i = 0; i < o->files.n && f.n < FENCE_PLACES - 16; i++) {
    const char *slash = strrchr(o->files.v[i], '/');
    size_t n = slash ? (size_t)(slash - o->files.v[i]) + 1 : 2;
    const char *from = slash ? o->files.v[i] : "./";
    if (i && !strncmp(last, from, n) && !last[n]) continue;
    snprintf(last, sizeof last, "%.*s", (int)n, from);
    char *folder = strdup(last);
    if (folder) fence_add(&f, folder, FENCE_READ);
  }
  return &f;
}

static enum err try_forbidden(const struct options *o, const char *program) {
  AUTO(desk) struct desk d;
  TRY(desk_open(o->data, &d));
  struct fence_trial child = {.who = "its child", .enter = media_child_lock, .data = o->data};
  bool all = desk_try_forbidden(&d, fence_of(o, program));
  return fence_try(&child) && all ? OK : fail(E_BROKEN, "the fence has a hole");
}

static MUST_CHECK enum err expect_told(const struct options *o, struct desk *d) {
  struct expected e;
  TRY(expect_file(d, o->cdr, &e));
  if (o->json)
    printf("{\"rows\":%zu,\"expected\":%zu,\"known\":%zu,\"unanswered\":%zu,\"others\":%zu,"
           "\"unread\":%zu}\n",
           e.rows, e.fresh, e.known, e.unanswered, e.others, e.unread);
  else
    printf("%s: %zu calls are expected, %zu were before; of the other rows %zu were not answered, "
           "%zu are of other numbers or without an agreement, %zu cannot be read\n",
           o->cdr, e.fresh, e.known, e.unanswered, e.others, e.unread);
  return OK;
}

static MUST_CHECK enum err bring_asked(const struct options *o, const char *program,
                                       size_t *out_refused) {
  AUTO(desk) struct desk d;
  TRY(desk_open_fenced(o->data, fence_of(o, program), &d));
  TRY(desk_look(&d));
  struct bringer b = {.desk = &d, .program = program, .dir = AT_FDCWD, .sidecar = o->sidecar};
  if (o->cdr) TRY(expect_told(o, &d));
  if (!o->watch) return o->files.n ? bring_all(o, &b, out_refused) : OK;
  struct sigaction sa = {.sa_handler = on_signal};
  sigaction(SIGTERM, &sa, NULL);
  sigaction(SIGINT, &sa, NULL);
  return watch(&b, &stop);
}

static enum err run(const void *asked, bool *out_no) {
  const struct options *o = asked;
  static char program[4096];
  size_t refused = 0;
  if (!o->watch && !o->files.n && !o->cdr && !o->try_forbidden)
    return fail(E_BAD_INPUT, "name at least one file, --cdr or --watch");
  if (readlink("/proc/self/exe", program, sizeof program - 1) <= 0)
    return fail_os("find this program");
  if (o->try_forbidden) return try_forbidden(o, program);
  TRY(bring_asked(o, program, &refused));
  *out_no = refused != 0;
  return OK;
}

static const struct cli_option options[] = {
    CLI_DATA(struct options),
    CLI_WORD(struct options, sidecar, "--sidecar", "FILE",
             "what is known of the call, one file for all; else each sound's own beside it"),
    CLI_WORD(
        struct options, cdr, "--cdr", "FILE",
        "a PBX's own list (Asterisk's CDR): its answered calls are what the gap report expects"),
    CLI_FLAG(struct options, json, "--json", "one JSON object a call"),
    CLI_FLAG(struct options, watch, "--watch",
             "take what is put into the data folder's import/, until a signal ends it"),
    CLI_FLAG(struct options, try_forbidden, "--try-forbidden",
             "enter the fence, try what it forbids, say what came of it, and end"),
};
static const struct cli command = {
    .path = "",
    .says = "Sound files from a PBX become calls, one line each; two files of one call, a voice "
            "each, are one. Exit 1: some were refused, each with its sentence.",
    .example = "medlyss import --data /var/lib/medlyss monday/*.wav\n"
               "medlyss-import --data /var/lib/medlyss --watch",
    .rest = "[FILE...]",
    .rest_at = offsetof(struct options, files),
    .options = options,
    .n = countof(options),
    .size = sizeof(struct options),
    .run = run};

int main(int argc, char **argv) {
  if (argc == 4 && !strcmp(argv[1], "--child")) media_child(argv[2], argv[3]);
  return cli_single("medlyss import", "medlyss-import", &command, argc, argv);
}
