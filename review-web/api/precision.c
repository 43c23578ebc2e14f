// SPDX-License-Identifier: Apache-2.0
// What a plan buys, before it is saved: how wide the interval is after half a year, from the calls
// of the last four weeks and from how much one agent's scores have differed so far.
#include <math.h>

#include "gen/told/sampling.h"
#include "review-web/api/common.h"
#include "scoring/scoring.h"

enum { WEEKS_SEEN = 4, WEEKS_TOLD = 26, MONTHS_TOLD = 6, SCORES = 24, SCORES_ENOUGH = 30 };
// Between one agent's calls, and between agents, in points: what simulated centres were given
// (docs/honesty.md); used until there are SCORES_ENOUGH evaluations of one's own.
static const double SD_WITHIN = 12, SD_BETWEEN = 5, LEVEL = 0.95;

struct asked {
  const char *period, *key;
  struct opt_id team, agent;
  int64_t take, min_ms, max_ms;
  bool per_agent;
};

static enum err opt_id_read(const struct query *q, const char *name, struct opt_id *out) {
  return query_id(q, name, &out->set, &out->v);
}

static enum err read_asked(struct request *req, struct asked *out) {
  const struct query *q = &req->query;
  int64_t each = 1;
  bool has;
  *out = (struct asked){.max_ms = DAY_MS, .take = 4};
  TRY(query_text(q, "period", &out->period));
  TRY(query_text(q, "rubric_key", &out->key));
  TRY(opt_id_read(q, "team", &out->team));
  TRY(opt_id_read(q, "agent", &out->agent));
  TRY(query_int(q, "take", &has, &out->take));
  TRY(query_int(q, "min_ms", &has, &out->min_ms));
  TRY(query_int(q, "max_ms", &has, &out->max_ms));
  TRY(query_int(q, "per_agent", &has, &each));
  out->per_agent = each;
  if (!out->key) out->key = "core";
  return body_one_of("period", out->period ? out->period : "", WORDS_Period);
}

struct spread {
  double sum_sq; // of differences from each agent's own mean
  int64_t scores, freedom;
};

static enum err spread_of(struct request *req, struct id agent, const char *key, struct spread *s) {
  struct sampling_scores_row *rows;
  size_t n;
  double mean = 0;
  TRY(sql_sampling_scores(req->db, &req->arena,
                          &(struct sampling_scores){.agent = agent, .key = key, .limit = SCORES},
                          &rows, &n));
  for (size_t i = 0; i < n; i++) mean += (double)rows[i].total_ppm.v / 1e4 / (double)n;
  for (size_t i = 0; i < n; i++) {
    double away = (double)rows[i].total_ppm.v / 1e4 - mean;
    s->sum_sq += away * away;
  }
  s->scores += (int64_t)n;
  if (n > 1) s->freedom += (int64_t)n - 1;
  return OK;
}

static enum err spread_read(struct request *req, const struct asked *q, struct spread *out) {
  struct sampling_agents_row *agents;
  size_t n;
  TRY(sql_sampling_agents(req->db, &req->arena,
                          &(struct sampling_agents){.at_ms = clock_wall_ms(),
                                                    .team = q->team,
                                                    .agent = q->agent,
                                                    .viewer = req->viewer.person},
                          &agents, &n));
  for (size_t i = 0; i < n; i++) TRY(spread_of(req, agents[i].id, q->key, out));
  return OK;
}

struct bought {
  int64_t drawn, calls; // calls 0: not known, as if there were ever so many
};

static struct told_bought buys(struct bought x, double sd) {
  size_t of = x.calls ? (size_t)x.calls : SIZE_MAX / 2;
  size_t n = (size_t)x.drawn < of ? (size_t)x.drawn : of;
  return (struct told_bought){.drawn = (int64_t)n,
                              .calls = x.calls,
                              .margin_points = some_real(sample_margin_mean(sd, n, of, LEVEL)),
                              .margin_share = some_real(sample_margin_share(n, of, LEVEL))};
}

static void answer_buys(struct request *req, const struct asked *q,
                        const struct sampling_preview_row *seen, const struct spread *s) {
  bool own = s->scores >= SCORES_ENOUGH && s->freedom > 0 && s->sum_sq > 0;
  double sd = own ? sqrt(s->sum_sq / (double)s->freedom) : SD_WITHIN;
  double wide = sqrt(sd * sd + SD_BETWEEN * SD_BETWEEN);
  int64_t groups = q->per_agent ? (seen->agents ? seen->agents : 1) : 1;
  int64_t times = strcmp(q->period, "week") ? MONTHS_TOLD : WEEKS_TOLD;
  int64_t calls = seen->calls * WEEKS_TOLD / WEEKS_SEEN;
  struct told_precision t = {
      .level = LEVEL,
      .sd = sd,
      .sd_from = own ? "evaluations" : "default",
      .evaluations = s->scores,
      .agents = seen->agents,
      .calls_28d = seen->calls,
      .period_calls = q->take * groups,
      .period_ms = q->take * groups * (seen->length_ms * 2 / 3 + 30000),
      .group = buys((struct bought){q->take * times, calls / groups}, q->per_agent ? sd : wide),
      .all = buys((struct bought){q->take * times * groups, calls}, wide)};
  tell_precision(&req->out, &t);
}

enum err serve_plan_precision(struct request *req) {
  struct asked q;
  struct sampling_preview_row seen;
  struct spread spread = {0};
  int64_t now = clock_wall_ms();
  TRY(read_asked(req, &q));
  TRY(may_reach_planned(asker(req), q.team, q.agent));
  TRY(sql_sampling_preview(req->db, &req->arena,
                           &(struct sampling_preview){.from_ms = now - WEEKS_SEEN * 7 * DAY_MS,
                                                      .to_ms = now,
                                                      .min_ms = q.min_ms,
                                                      .max_ms = q.max_ms,
                                                      .team = q.team,
                                                      .agent = q.agent},
                           &seen));
  TRY(spread_read(req, &q, &spread));
  answer_buys(req, &q, &seen, &spread);
  return OK;
}
