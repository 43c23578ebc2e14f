// SPDX-License-Identifier: Apache-2.0
#include "recorder/call/hold.h"

struct head {
  uint64_t next; // position + 1 of the chain's next packet, 0: last
  int64_t at_us;
  uint32_t n;
  uint16_t note;
  uint16_t spent; // taken, or nothing but the rest of the ring before its end
};

static size_t room_of(size_t n) { return (sizeof(struct head) + n + 7) & ~(size_t)7; }

enum err hold_open(struct hold *h, size_t size) {
  *h = (struct hold){.ring = malloc(size), .size = size};
  return h->ring ? OK : fail(E_FULL, "no memory for held packets");
}

void hold_drop(struct hold *h) {
  free(h->ring);
  *h = (struct hold){0};
}

static struct head *head_at(const struct hold *h, uint64_t position) {
  return (struct head *)(void *)(h->ring + position % h->size);
}

// Gives the oldest up until `n` more bytes fit.
static void make_room(struct hold *h, size_t n) {
  while (h->head + n - h->tail > h->size) {
    const struct head *old = head_at(h, h->tail);
    h->tail += room_of(old->n);
    h->lost += !old->spent;
  }
}

static void put_head(struct hold *h, struct head what, size_t room) {
  make_room(h, room);
  *head_at(h, h->head) = what;
}

void hold_put(struct hold *h, struct hold_chain *c, const struct held *what) {
  size_t room = room_of(what->packet.n), left = h->size - h->head % h->size;
  if (room + sizeof(struct head) > h->size) return;
  if (left < room + sizeof(struct head)) { // not across the end: a filler takes what is left
    put_head(h, (struct head){.n = (uint32_t)(left - sizeof(struct head)), .spent = 1}, left);
    h->head += left;
  }
  put_head(h, (struct head){0, what->at_us, (uint32_t)what->packet.n, what->note, 0}, room);
  memcpy(h->ring + h->head % h->size + sizeof(struct head), what->packet.p, what->packet.n);
  if (c->n && c->last > h->tail)
    head_at(h, c->last - 1)->next = h->head + 1;
  else
    c->first = h->head + 1, c->n = 0;
  c->last = h->head + 1;
  c->n++;
  h->head += room;
}

bool hold_take(struct hold *h, struct hold_chain *c, struct held *out) {
  if (!c->n) return false;
  if (c->first <= h->tail) { // its front was given up, and with it the way to the rest
    hold_forget(c);
    return false;
  }
  struct head *head = head_at(h, c->first - 1);
  head->spent = 1;
  *out = (struct held){head->at_us, head->note, {(const uint8_t *)(head + 1), head->n}};
  c->n--;
  if (head->next && c->n)
    c->first = head->next;
  else
    hold_forget(c);
  return true;
}

void hold_renote(struct hold *h, const struct hold_chain *c,
                 uint16_t (*fn)(void *ctx, const struct held *one), void *ctx) {
  uint64_t at = c->n && c->first > h->tail ? c->first : 0;
  for (uint32_t i = 0; at && i < c->n; i++) {
    struct head *head = head_at(h, at - 1);
    struct held one = {head->at_us, head->note, {(const uint8_t *)(head + 1), head->n}};
    head->note = fn(ctx, &one);
    at = head->next;
  }
}

// Merges two chains that are in order of time; `a` goes first where both are of one moment.
static uint64_t merge(const struct hold *h, uint64_t a, uint64_t b) {
  uint64_t first = 0, *link = &first;
  while (a && b) {
    bool from_b = head_at(h, b - 1)->at_us < head_at(h, a - 1)->at_us;
    uint64_t *from = from_b ? &b : &a;
    *link = *from;
    link = &head_at(h, *from - 1)->next;
    *from = *link;
  }
  *link = a ? a : b;
  return first;
}

static uint64_t sorted(const struct hold *h, uint64_t first, uint32_t n) {
  if (n < 2) return first;
  uint64_t half = first;
  for (uint32_t i = 1; i < n / 2; i++) half = head_at(h, half - 1)->next;
  uint64_t second = head_at(h, half - 1)->next;
  head_at(h, half - 1)->next = 0;
  return merge(h, sorted(h, first, n / 2), sorted(h, second, n - n / 2));
}

void hold_sort(struct hold *h, struct hold_chain *c) {
  if (c->n < 2 || c->first <= h->tail) return;
  uint32_t n = 1;
  for (uint64_t at = c->first; head_at(h, at - 1)->next && n < c->n; n++)
    at = head_at(h, at - 1)->next;
  c->n = n;
  c->first = sorted(h, c->first, n);
  for (c->last = c->first; head_at(h, c->last - 1)->next;) c->last = head_at(h, c->last - 1)->next;
}

void hold_forget(struct hold_chain *c) { *c = (struct hold_chain){0}; }
