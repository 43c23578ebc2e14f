// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/tape.h"

#include "core/ogg.h"
#include "vault/blob.h"

enum {
  PAGE_MS = 1000,
  OGG_TO_BLOB = 4096,
  PRE_SKIP = 312, // of every coder a take uses: VOIP looks 6.5 ms ahead; checked at the end
};

struct tape {
  struct tape_params params;
  struct take *take;
  const struct take_result *result;
  struct secret_key key;
  struct oggw *ogg;
  struct blob *opus, *peaks;
  struct buf pages; // on their way to the blob
  uint64_t bytes;
  bool ogg_ended, peaks_kept, opus_kept;
};

static inline void tape_drop(struct tape **s) { tape_free(*s); }

static enum err pages_move(struct tape *s, size_t least) {
  if (s->pages.n < least) return OK;
  TRY(blob_write(s->opus, s->pages.p, s->pages.n));
  s->bytes += s->pages.n;
  buf_clear(&s->pages);
  return OK;
}

// The files begin with the first packet: a call without media makes none.
static enum err files_begin(struct tape *s) {
  struct oggw_params p = {
      .channels = s->params.take.channels,
      .pre_skip = PRE_SKIP,
      .input_hz = 0, // not said: the sides may differ
      .page_ms = PAGE_MS,
      .vendor = "medlyss",
  };
  secret_random(&p.serial, sizeof p.serial);
  secret_random(&s->key, sizeof s->key);
  struct archive_name name = {s->params.recording, "opus"};
  TRY(blob_create(s->params.archive, name, s->key.b, &s->opus));
  return oggw_open(&p, &s->pages, &s->ogg);
}

static enum err sink_packet(void *self, const uint8_t *p, size_t n, uint32_t samples) {
  struct tape *s = self;
  if (!s->ogg) TRY(files_begin(s));
  TRY(oggw_add(s->ogg, (struct sv){(const char *)p, n}, samples));
  return pages_move(s, OGG_TO_BLOB);
}

// Room for the header, which tells the length and is known at the end.
static enum err peaks_begin(struct tape *s) {
  static const uint8_t no_header[sizeof s->result->peaks_header];
  struct archive_name name = {s->params.recording, "peaks"};
  TRY(blob_create(s->params.archive, name, s->key.b, &s->peaks));
  return blob_write(s->peaks, no_header, sizeof no_header);
}

static enum err sink_peaks(void *self, const uint8_t *p, size_t n) {
  struct tape *s = self;
  if (!s->ogg) TRY(files_begin(s));
  if (!s->peaks) TRY(peaks_begin(s));
  return blob_write(s->peaks, p, n);
}

static void files_forget(struct tape *s) {
  blob_free(s->opus);
  blob_free(s->peaks);
  oggw_free(s->ogg);
  s->opus = s->peaks = NULL;
  s->ogg = NULL;
  buf_drop(&s->pages);
  s->bytes = 0;
}

enum err tape_open(const struct tape_params *p, struct tape **out) {
  AUTO(tape) struct tape *s = calloc(1, sizeof *s);
  if (!s) return fail(E_BROKEN, "no memory for a recording");
  s->params = *p;
  s->params.take.sink = (struct take_sink){s, sink_packet, p->take.measures ? sink_peaks : NULL};
  TRY(take_open(&s->params.take, &s->take));
  *out = s;
  s = NULL;
  return OK;
}

struct take *tape_take(struct tape *s) {
  return s->take;
}

enum err tape_finish(struct tape *s, const struct take_result **out) {
  TRY(take_finish(s->take, &s->result));
  *out = s->result;
  return OK;
}

enum err tape_again(struct tape *s) {
  files_forget(s);
  s->result = NULL;
  return take_again(s->take);
}

static enum err ogg_end(struct tape *s) {
  if (s->ogg_ended) return OK;
  if (s->result->pre_skip != PRE_SKIP) return fail(E_BROKEN, "the coder's delay changed");
  TRY(oggw_finish(s->ogg, (uint64_t)s->result->samples));
  s->ogg_ended = true;
  return OK;
}

static enum err peaks_keep(struct tape *s) {
  if (s->peaks_kept || !s->params.take.measures) return OK;
  if (!s->peaks) TRY(peaks_begin(s));
  TRY(blob_patch(s->peaks, s->result->peaks_header, sizeof s->result->peaks_header));
  TRY(blob_publish(s->peaks));
  s->peaks_kept = true;
  return OK;
}

static enum err opus_keep(struct tape *s) {
  if (s->opus_kept) return OK;
  TRY(ogg_end(s));
  TRY(pages_move(s, 1));
  TRY(blob_publish(s->opus));
  s->opus_kept = true;
  return OK;
}

// The key first: a visible file without a key could never be told from an erased one.
enum err tape_keep(struct tape *s, struct keystore *k, uint64_t *out_bytes) {
  if (!s->ogg || !s->result || s->result->samples <= 0)
    return fail(E_NOT_FOUND, "a call without sound");
  if (!s->opus_kept) TRY(keystore_put(k, s->params.recording, &s->key));
  TRY(opus_keep(s));
  TRY(peaks_keep(s));
  *out_bytes = s->bytes;
  return OK;
}

enum err tape_erase(struct archive *a, struct keystore *k, struct id recording) {
  enum err rc = keystore_destroy(k, recording);
  if (rc && rc != E_NOT_FOUND) return rc;
  err_forget();
  TRY(archive_erase(a, (struct archive_name){recording, "opus"}));
  return archive_erase(a, (struct archive_name){recording, "peaks"});
}

void tape_free(struct tape *s) {
  if (!s) return;
  files_forget(s);
  take_free(s->take);
  secret_wipe(&s->key, sizeof s->key);
  free(s);
}
