// SPDX-License-Identifier: Apache-2.0
#include "recorder/import/whole.h"

#include <sys/stat.h>

#include "core/sv.h"

enum { OGG_TAIL = 65536 + 282, CHUNKS_MAX = 4096, GSM_FRAME = 33 };

static MUST_CHECK enum err cut(void) { return fail(E_BAD_DATA, "it is not whole: it breaks off"); }

static uint32_t le32(const uint8_t *p) {
  return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static uint32_t be32(const uint8_t *p) {
  return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | (uint32_t)p[3];
}

// Some programs append recording to recording: players, and we, would hear the first alone.
static MUST_CHECK enum err wav_ends(int file, int64_t end) {
  uint8_t head[13] = {0};
  ssize_t n = pread(file, head, sizeof head, end);
  for (ssize_t pad = 0; pad < 2 && n >= pad + 12; pad++)
    if (!memcmp(head + pad, "RIFF", 4) && !memcmp(head + pad + 8, "WAVE", 4))
      return fail(E_BAD_DATA, "behind its end another WAV is appended: cut them apart");
  return OK;
}

// A chunk of odd length is followed by a byte (RIFF, 1991). Without it no reader finds the next
// one.
static bool lacks_pad(int file, int64_t after, uint32_t n) {
  static const char *const names[] = {"data", "fact", "LIST", "id3 ", "bext", "cue ", "iXML"};
  char next[4];
  if (n % 2 == 0 || pread(file, next, sizeof next, after) != sizeof next) return false;
  for (size_t i = 0; i < countof(names); i++)
    if (!memcmp(next, names[i], sizeof next)) return true;
  return false;
}

// Sizes of 0 and of all ones stand for "streamed, not known" and are taken at that.
static MUST_CHECK enum err wav(int file, int64_t size) {
  int64_t at = 12;
  for (int i = 0; i < CHUNKS_MAX && at + 8 <= size; i++) {
    uint8_t head[8];
    if (pread(file, head, 8, at) != 8) return cut();
    uint32_t n = le32(head + 4);
    if (!memcmp(head, "data", 4)) {
      bool untold = n == 0 || n >= 0x7ffffff0u;
      bool rounded = n && n % 2 == 0; // to a pad byte that was then not written
      if (!untold && at + 8 + n - rounded > size) return cut();
      return untold ? OK : wav_ends(file, at + 8 + (int64_t)n);
    }
    if (lacks_pad(file, at + 8 + (int64_t)n, n))
      return fail(E_BAD_DATA,
                  "its chunk \"%.4s\" is of odd length and the byte that fills it up is missing: "
                  "leave that chunk out when it is written",
                  (const char *)head);
    at += 8 + (int64_t)n + (n & 1);
  }
  return cut();
}

static MUST_CHECK enum err ogg(int file, int64_t size, const char **out_says) {
  static _Thread_local uint8_t tail[OGG_TAIL];
  int64_t from = size > OGG_TAIL ? size - OGG_TAIL : 0;
  ssize_t n = pread(file, tail, sizeof tail, from);
  for (ssize_t i = n - 27; i >= 0; i--) {
    if (memcmp(tail + i, "OggS", 4)) continue;
    int64_t body = 0, segments = tail[i + 26];
    for (int64_t s = 0; s < segments && i + 27 + s < n; s++) body += tail[i + 27 + s];
    bool last = tail[i + 5] & 4, all = i + 27 + segments + body <= n;
    if (all && !last) *out_says = "its end is not marked: it is taken as far as it goes";
    return all ? OK : cut();
  }
  return cut();
}

// A list of boxes (ISO/IEC 14496-12, 4.2): the one that tells where the sound lies often comes
// last.
static MUST_CHECK enum err mp4(int file, int64_t size) {
  bool told = false;
  int64_t at = 0;
  for (int i = 0; i < CHUNKS_MAX && at + 8 <= size; i++) {
    uint8_t h[16] = {0};
    if (pread(file, h, sizeof h, at) < 8) return cut();
    uint64_t n = be32(h);
    told |= !memcmp(h + 4, "moov", 4);
    if (n == 1) n = (uint64_t)be32(h + 8) << 32 | be32(h + 12);
    if (n == 0) return told ? OK : cut(); // to the end of the file
    if (n < 8 || n > (uint64_t)(size - at)) return cut();
    at += (int64_t)n;
  }
  return told ? OK : cut();
}

enum err whole_check(int file, const char *name, const char **out_says) {
  *out_says = NULL;
  struct stat st;
  uint8_t head[12] = {0};
  if (fstat(file, &st)) return fail_os("look at the file");
  if (!S_ISREG(st.st_mode)) return fail(E_BAD_DATA, "it is no file");
  if (!st.st_size) return fail(E_BAD_DATA, "it is empty");
  const char *dot = strrchr(name, '.');
  if (dot && !strcasecmp(dot, ".gsm") && st.st_size % GSM_FRAME) return cut();
  if (pread(file, head, sizeof head, 0) < (ssize_t)sizeof head) return OK;
  if (!memcmp(head, "RIFF", 4) && !memcmp(head + 8, "WAVE", 4)) return wav(file, st.st_size);
  if (!memcmp(head + 4, "ftyp", 4)) return mp4(file, st.st_size);
  if (!memcmp(head, "OggS", 4)) return ogg(file, st.st_size, out_says);
  return OK;
}
