// SPDX-License-Identifier: Apache-2.0
#include "recorder/import/sources.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "core/file.h"
#include "recorder/import/whole.h"

void sources_drop(struct sources *s) {
  for (size_t i = 0; i < 2; i++) {
    media_free(s->media[i]);
    fd_drop(&s->file[i]);
  }
}

static MUST_CHECK enum err open_one(int dir, const char *name, struct sources *s) {
  size_t i = s->n++;
  s->name[i] = name;
  TRY(file_open(dir, name, O_RDONLY, 0, &s->file[i]));
  struct stat st;
  if (fstat(s->file[i], &st)) return fail_os("look at it");
  if (!s->changed_ms)
    s->changed_ms = (int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000;
  const char *says;
  TRY(whole_check(s->file[i], name, &says));
  if (says) s->says = says;
  return OK;
}

static MUST_CHECK enum err open_sound(const struct facts_sound *sound, struct sources *s) {
  for (s->n = 0; s->n < sound->n;) {
    size_t i = s->n++;
    const char *says;
    s->name[i] = sound->name[i] ? sound->name[i] : "";
    s->file[i] = memfd_create("sound", MFD_CLOEXEC);
    if (s->file[i] < 0) return fail_os("make room for the sound");
    TRY(file_write_all(s->file[i], sound->audio[i].p, sound->audio[i].n));
    TRY(whole_check(s->file[i], s->name[i], &says));
    if (says) s->says = says;
  }
  return OK;
}

// Of two halves the one that is at fault is named.
static MUST_CHECK enum err of_half(const char *name, bool halves, enum err rc) {
  char why[300];
  if (!rc || !halves) return rc;
  const char *slash = strrchr(name, '/');
  snprintf(why, sizeof why, "%s", err_detail());
  err_forget();
  return fail(rc, "of the two halves %s: %s", slash ? slash + 1 : name, why);
}

enum err sources_open(int dir, const struct parcel *p, const struct facts_sound *sound,
                      struct sources *out) {
  *out = SOURCES_NONE;
  if (sound->n) return open_sound(sound, out);
  for (size_t i = 0; i < 2 && p->sound[i]; i++)
    TRY(of_half(p->sound[i], p->sound[1], open_one(dir, p->sound[i], out)));
  return OK;
}

enum err sources_hash(const struct sources *s, char out[SOURCES_HASH_TEXT]) {
  crypto_generichash_state state;
  uint8_t hash[32], block[65536];
  crypto_generichash_init(&state, NULL, 0, sizeof hash);
  for (size_t i = 0; i < s->n; i++) {
    off_t at = 0;
    for (ssize_t n; (n = pread(s->file[i], block, sizeof block, at)) != 0; at += n) {
      if (n < 0) return fail_os("read it");
      crypto_generichash_update(&state, block, (unsigned long long)n);
    }
    uint64_t length = (uint64_t)at; // where one half ends is part of what is hashed
    crypto_generichash_update(&state, (const uint8_t *)&length, sizeof length);
  }
  crypto_generichash_final(&state, hash, sizeof hash);
  sodium_bin2hex(out, SOURCES_HASH_TEXT, hash, sizeof hash);
  return OK;
}

enum err sources_check(const struct sources *s, const char *content_hash) {
  enum {
    TEXT = sodium_base64_ENCODED_LEN(crypto_hash_sha512_BYTES,
                                     sodium_base64_VARIANT_URLSAFE_NO_PADDING)
  };
  crypto_hash_sha512_state state;
  uint8_t hash[crypto_hash_sha512_BYTES], block[65536];
  char text[TEXT];
  off_t at = 0;
  if (!content_hash || s->n != 1) return OK;
  crypto_hash_sha512_init(&state);
  for (ssize_t n; (n = pread(s->file[0], block, sizeof block, at)) != 0; at += n) {
    if (n < 0) return fail_os("read it");
    crypto_hash_sha512_update(&state, block, (unsigned long long)n);
  }
  crypto_hash_sha512_final(&state, hash);
  sodium_bin2base64(text, TEXT, hash, sizeof hash, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  if (!strncmp(content_hash + 7, text, TEXT - 1)) return OK;
  return fail(E_BAD_DATA,
              "this is not the sound that its vCon tells of: content_hash is another's");
}

enum err sources_start(struct sources *s, const char *program, uint8_t *out_channels) {
  for (size_t i = 0; i < s->n; i++) {
    struct media_opening o = {program, s->file[i], s->name[i]};
    TRY(of_half(s->name[i], s->n > 1, media_open(&o, &s->media[i])));
  }
  if (s->n == 1) return *out_channels = media_format(s->media[0]).channels, OK;
  for (size_t i = 0; i < s->n; i++)
    if (media_format(s->media[i]).channels != 1)
      return of_half(s->name[i], true,
                     fail(E_BAD_DATA, "a half of a call has one channel, this one has two"));
  return *out_channels = 2, OK;
}

static MUST_CHECK enum err feed_stereo(const struct media_chunk *c, struct media_format f,
                                       enum take_side left, struct take *t) {
  enum { MOST = 2048 };
  int16_t one[2][MOST];
  for (size_t at = 0; at < c->frames;) {
    size_t n = c->frames - at < MOST ? c->frames - at : MOST;
    for (size_t i = 0; i < n; i++) {
      one[0][i] = c->pcm[2 * (at + i)];
      one[1][i] = c->pcm[2 * (at + i) + 1];
    }
    TRY(take_pcm(t, left, f.codec, f.rate_hz, one[0], n));
    TRY(take_pcm(t, left == SIDE_AGENT ? SIDE_CALLER : SIDE_AGENT, f.codec, f.rate_hz, one[1], n));
    at += n;
  }
  return OK;
}

// Before it began nothing was seen of it.
static MUST_CHECK enum err feed_wait(struct sources *s, size_t i, enum take_side side,
                                     struct take *t) {
  enum { STEP_MS = 100 };
  struct media_format f = media_format(s->media[i]);
  int64_t left_us = s->later_us[i] - s->fed_us[i];
  size_t n = (size_t)(left_us < STEP_MS * 1000 ? left_us : STEP_MS * 1000) * f.rate_hz / 1000000;
  s->fed_us[i] += STEP_MS * 1000;
  return take_pcm_unseen(t, side, f.codec, f.rate_hz, n);
}

static MUST_CHECK enum err feed_next(struct sources *s, size_t i, enum take_side first,
                                     struct take *t, bool *out_over) {
  struct media_format f = media_format(s->media[i]);
  struct media_chunk c;
  enum take_side side = (i == 0) == (first == SIDE_AGENT) ? SIDE_AGENT : SIDE_CALLER;
  *out_over = false;
  if (s->fed_us[i] < s->later_us[i]) return feed_wait(s, i, side, t);
  TRY(of_half(s->name[i], s->n > 1, media_read(s->media[i], &c)));
  *out_over = !c.frames;
  s->fed_us[i] += (int64_t)c.frames * 1000000 / f.rate_hz;
  if (!c.frames) return OK;
  if (f.channels == 2) return feed_stereo(&c, f, first, t);
  return take_pcm(t, side, f.codec, f.rate_hz, c.pcm, c.frames);
}

// Two that were not spoken at the same time are two calls, or what lies between is lost.
static MUST_CHECK enum err check_together(const struct sources *s, size_t over) {
  size_t other = 1 - over;
  if (s->n < 2 || s->fed_us[over] > s->later_us[other]) return OK;
  return fail(E_BAD_DATA,
              "its two recordings are of different times: the one ends before the other "
              "begins; send each as a vCon of its own");
}

enum err sources_feed(struct sources *s, enum take_side first, struct take *t) {
  bool over[2] = {false, s->n < 2};
  while (!over[0] || !over[1]) {
    size_t i = over[0] || (!over[1] && s->fed_us[1] < s->fed_us[0]);
    TRY(feed_next(s, i, first, t, &over[i]));
    if (over[i]) TRY(check_together(s, i));
    if (s->alive) s->alive(s->self);
  }
  return OK;
}
