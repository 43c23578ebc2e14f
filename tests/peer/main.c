// SPDX-License-Identifier: Apache-2.0
// callmaker: makes calls a recorder has never seen, and says what it sent.
//   callmaker SCENARIO.json -o FILE.pcap        as fast as it goes, honest timestamps
//   callmaker --calls N --seconds S -o F.pcap   the same for N made-up calls
//   callmaker … --live [--speed X]              really sends, on 127/8
//   callmaker … --legs FOLDER                   each leg's payloads one after another as a file too
// One JSON line per leg on standard output (on standard error when the capture goes there).
#include <getopt.h>

#include "core/clock.h"
#include "core/log.h"
#include "core/scope.h"
#include "tests/peer/rtp.h"
#include "tests/peer/sip.h"

struct options {
  struct bulk bulk;
  const char *scenario, *out, *legs;
  double speed;
  bool live;
};

static const struct option names[] = {{"calls", required_argument, NULL, 'c'},
                                      {"seconds", required_argument, NULL, 's'},
                                      {"seed", required_argument, NULL, 'r'},
                                      {"codec", required_argument, NULL, 'k'},
                                      {"jitter-ms", required_argument, NULL, 'j'},
                                      {"loss", required_argument, NULL, 'l'},
                                      {"stagger-ms", required_argument, NULL, 'g'},
                                      {"start", required_argument, NULL, 't'},
                                      {"live", no_argument, NULL, 'L'},
                                      {"speed", required_argument, NULL, 'x'},
                                      {"out", required_argument, NULL, 'o'},
                                      {"babble", required_argument, NULL, 'b'},
                                      {"legs", required_argument, NULL, 'G'},
                                      {0}};

static void take(struct options *o, int opt) {
  struct bulk *b = &o->bulk;
  double v = optarg ? strtod(optarg, NULL) : 0;
  switch (opt) {
  case 'c': b->calls = (int)v; break;
  case 's': b->seconds = (int64_t)v; break;
  case 'r': b->seed = (uint64_t)v; break;
  case 'k': b->codec = optarg; break;
  case 'j': b->jitter_us = (int64_t)(v * 1000); break;
  case 'l': b->loss = v; break;
  case 'g': b->stagger_ms = (int64_t)v; break;
  case 't': b->start_us = (int64_t)(v * 1e6); break;
  case 'x': o->speed = v; break;
  case 'L': o->live = true; break;
  case 'o': o->out = optarg; break;
  case 'b': b->babble_db = v; break;
  case 'G': o->legs = optarg; break;
  default: exit(64);
  }
}

static struct options parse(int argc, char **argv) {
  struct options o = {.speed = 1,
                      .bulk = {.start_us = clock_wall_us(),
                               .seconds = 10,
                               .stagger_ms = 37,
                               .seed = 1,
                               .codec = "PCMA"}};
  for (int opt; (opt = getopt_long(argc, argv, "o:", names, NULL)) != -1;) take(&o, opt);
  if (optind < argc) o.scenario = argv[optind];
  if ((!o.scenario && !o.bulk.calls) || (!o.out && !o.live) || o.speed <= 0) {
    fprintf(stderr, "usage: callmaker SCENARIO|--calls N [--seconds S] [--seed R] [--codec K]"
                    " [--jitter-ms J] [--loss P] [--start EPOCH] -o FILE | --live [--speed X]\n");
    exit(64);
  }
  return o;
}

static bool speaks(const struct call_plan *c) { return c->end == END_BYE || c->end == END_NONE; }

static MUST_CHECK enum err make_events(struct plan *plan, struct tracks *tracks,
                                       struct leg_report *reports, struct events *out) {
  for (size_t i = 0; i < plan->n; i++) {
    const struct call_plan *c = &plan->calls[i];
    const char *id = sip_call_id(&plan->arena, c);
    sip_add(&plan->arena, c, out);
    for (uint32_t side = 0; side < 2; side++) {
      const struct leg_plan *leg = &c->leg[side];
      uint32_t no = (uint32_t)i * 2 + side;
      const char *codecs = leg->coding[0].codec;
      for (size_t k = 1; k < leg->n_coding; k++)
        codecs = arena_printf(&plan->arena, "%s %s", codecs, leg->coding[k].codec);
      reports[no] = (struct leg_report){.call_id = id,
                                        .side = side ? "callee" : "caller",
                                        .number = c->party[side].number,
                                        .codecs = codecs};
      if (speaks(c)) TRY(rtp_add(tracks, c, (int)side, no, out));
    }
  }
  return OK;
}

// What a coder of files gets to work on: the sound of each leg as it was sent.
static MUST_CHECK enum err write_legs(const struct events *e, const char *folder, size_t n_legs) {
  stream *files = calloc(n_legs + 1, sizeof *files);
  bool good = files != NULL;
  for (size_t i = 0; i < n_legs && good; i++) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%zu-%s.raw", folder, i / 2, i % 2 ? "callee" : "caller");
    good = (files[i] = fopen(path, "we")) != NULL;
  }
  for (size_t i = 0; i < e->n && good; i++)
    if (e->v[i].leg != NO_LEG && !e->v[i].again && e->v[i].n)
      good = fwrite(e->v[i].p, e->v[i].n, 1, files[e->v[i].leg]) == 1;
  for (size_t i = 0; files && i < n_legs; i++) stream_drop(&files[i]);
  free(files);
  return good ? OK : fail_os("write the legs to %s", folder);
}

static void print_reports(const struct leg_report *r, size_t n, struct sending s, FILE *to) {
  for (size_t i = 0; i < n; i++, r++)
    fprintf(
        to,
        "{\"call\":\"%s\",\"side\":\"%s\",\"number\":\"%s\",\"codec\":\"%s\",\"packets\":%" PRId64
        ",\"lost\":%" PRId64 ",\"duplicate\":%" PRId64 ",\"reordered\":%" PRId64
        ",\"ssrc_changes\":%" PRId64 ",\"first_us\":%" PRId64 ",\"last_us\":%" PRId64
        ",\"from_us\":%" PRId64 ",\"to_us\":%" PRId64 ",\"late_us\":%" PRId64 "}\n",
        r->call_id, r->side, r->number, r->codecs, r->packets, r->lost, r->duplicate, r->reordered,
        r->sources ? r->sources - 1 : 0, r->first_us + s.after_us, r->last_us + s.after_us,
        r->from_us + s.after_us, r->to_us + s.after_us, s.late_us);
}

static MUST_CHECK enum err run(const struct options *o) {
  AUTO(plan) struct plan plan = {0};
  AUTO(events) struct events events = {0};
  if (o->scenario)
    TRY(plan_read(o->scenario, o->bulk.start_us, &plan));
  else
    plan_bulk(&o->bulk, &plan);
  struct leg_report *reports = arena_array(&plan.arena, plan.n * 2 + 1, struct leg_report);
  struct tracks *tracks = tracks_new();
  enum err rc = make_events(&plan, tracks, reports, &events);
  events_sort(&events);
  rtp_count(&events, reports);
  struct sending sending = {0};
  if (!rc)
    rc = o->live ? events_send(&events, o->speed, &sending) : events_write_pcap(&events, o->out);
  if (!rc && o->legs) rc = write_legs(&events, o->legs, plan.n * 2);
  tracks_free(tracks);
  bool piped = !o->live && !strcmp(o->out, "-");
  if (!rc) print_reports(reports, plan.n * 2, sending, piped ? stderr : stdout);
  return rc;
}

int main(int argc, char **argv) {
  struct options o = parse(argc, argv);
  log_init("callmaker", LOG_INFO);
  enum err rc = run(&o);
  if (rc) log_err(rc, "no calls made");
  return err_exit(rc);
}
