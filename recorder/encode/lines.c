// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/lines.h"

static void drop(struct line *of[], size_t *n) {
  for (size_t i = 0; i < *n; i++) {
    line_drop(of[i]);
    free(of[i]);
  }
  *n = 0;
}

void lines_drop(struct lines *ls) {
  drop(ls->line, &ls->n);
  drop(ls->prior, &ls->prior_n);
}

void lines_again(struct lines *ls) {
  drop(ls->prior, &ls->prior_n);
  memcpy(ls->prior, ls->line, sizeof ls->line);
  ls->prior_n = ls->n;
  ls->n = 0;
  ls->redo = false;
}

bool lines_counted(const struct lines *ls, uint8_t leg, uint32_t ssrc) {
  for (size_t i = 0; i < ls->counted_n; i++)
    if (ls->counted[i].leg == leg && ls->counted[i].ssrc == ssrc) return true;
  return false;
}

bool lines_began(const struct lines *ls, uint8_t leg, uint32_t ssrc, int64_t arrival_us) {
  if (lines_counted(ls, leg, ssrc)) return false; // they were lines of other timestamps
  for (size_t i = 0; i < ls->prior_n; i++) {
    const struct line *p = ls->prior[i];
    if (p->t0_us == arrival_us && p->leg == leg && p->ssrc == ssrc) return true;
  }
  return false;
}

void lines_count(struct lines *ls, uint8_t leg, uint32_t ssrc) {
  if (ls->counted_n == LINES_COUNTED || lines_counted(ls, leg, ssrc)) return;
  ls->counted[ls->counted_n].leg = leg;
  ls->counted[ls->counted_n++].ssrc = ssrc;
  ls->redo = true;
}

// The same packets make the same lines in the same order; where they do not (a jump judged
// otherwise with better knowledge) the line is looked up by its stream and first packet.
static const struct line *prior_of(const struct lines *ls, const struct line *l) {
  for (size_t i = 0; i < ls->prior_n; i++) {
    const struct line *p = ls->prior[i];
    if (p->leg == l->leg && p->ssrc == l->ssrc && p->clock_hz == l->clock_hz &&
        p->t0_us == l->t0_us && p->ts0 == l->ts0)
      return p;
  }
  return NULL;
}

size_t lines_new(struct lines *ls, uint8_t leg, uint32_t ssrc, int64_t arrival_us, int64_t ts,
                 uint32_t clock_hz) {
  struct line *l = ls->n < LINES_MAX ? calloc(1, sizeof *l) : NULL;
  if (!l) return SIZE_MAX;
  line_init(l, arrival_us, ts, clock_hz);
  l->leg = leg;
  l->ssrc = ssrc;
  l->prior = lines_counted(ls, leg, ssrc) ? NULL : prior_of(ls, l);
  ls->line[ls->n] = l;
  return ls->n++;
}

int64_t lines_off_us(struct lines *ls) {
  int64_t worst = 0;
  for (size_t i = 0; i < ls->n; i++) {
    int64_t off = line_off_us(ls->line[i]);
    if (off > worst) worst = off;
  }
  return worst;
}
