// SPDX-License-Identifier: Apache-2.0
// mixjudge TRUTH.tsv HOUSE MEDLYSS: holds what a house has recorded against what tests/mix says was
// spoken, by what a listener would notice: is it one call, is it the right agent's, does each side
// sound when it spoke and only then, and does nobody else's voice stand in it? Sound is decoded by
// FFmpeg's own decoder, which the recorder's Opus coder shares nothing with; where that finds a
// fault, libopus, by which browsers play, has the last word: after some pauses FFmpeg's begins a
// pure tone 10 dB too soft (1 call in 10,000). One line for each call that falls short; the last
// line counts. Exit 1 when any does.
#include <fcntl.h>
#include <jansson.h>
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <math.h>
#include <spawn.h>
#include <sys/wait.h>

#include "core/base.h"

extern char **environ;
enum {
  DECODED_HZ =
      48000, // what the decoder gives; calls are telephone sound, so one sample in six is kept
  RATE = 8000,
  STEP = DECODED_HZ / RATE,
  WINDOW_MS = 20,
  WINDOW = RATE / 1000 * WINDOW_MS,
  WINDOWS_MAX = 3000,
  CALL_MAX = 400, // windows of the longest call
  ROWS_MAX = 40000,
  SLACK = 3, // windows: 60 ms
  GRID = 40,
  TOGETHER = 8,
};

struct truth {
  char number[16], line[8], spans[64], what[160];
  int hz[2], quiet_ms;  // agent, caller
  bool on[2][CALL_MAX]; // windows in which each speaks
};

struct row {
  char number[32], line[32], id[40];
  bool sound;
};

struct heard {
  size_t n; // samples a side
  float *side[2];
};

static struct row rows[ROWS_MAX];
static size_t n_rows;

// ---- what the house has ------------------------------------------------------------------------

static void row_take(json_t *call) {
  struct row *r = &rows[n_rows];
  json_t *party;
  size_t i;
  *r = (struct row){.sound = json_is_string(json_object_get(call, "recording"))};
  snprintf(r->id, sizeof r->id, "%s", json_string_value(json_object_get(call, "id")));
  json_array_foreach(json_object_get(call, "parties"), i, party) {
    const char *side = json_string_value(json_object_get(party, "side"));
    const char *number = json_string_value(json_object_get(party, "number"));
    if (!side || !number) continue;
    if (!strcmp(side, "agent"))
      snprintf(r->line, sizeof r->line, "%s", number);
    else if (!r->number[0])
      snprintf(r->number, sizeof r->number, "%s", number);
  }
  n_rows += n_rows + 1 < ROWS_MAX;
}

static bool rows_read(const char *medlyss, const char *house) {
  char command[600];
  snprintf(command, sizeof command, "'%s' list --data '%s' --json", medlyss, house);
  FILE *from = popen(command, "re");
  char *line = NULL;
  size_t room = 0;
  while (from && getline(&line, &room, from) > 0) {
    json_t *call = json_loads(line, 0, NULL);
    if (call) row_take(call);
    json_decref(call);
  }
  free(line);
  return from && !pclose(from);
}

static bool export_all(const char *medlyss, const char *house, const char *folder) {
  const char *argv[] = {medlyss, "export", "--data", house, "--all", "-o", folder, NULL};
  posix_spawn_file_actions_t silent; // it names each file
  pid_t pid;
  int status;
  posix_spawn_file_actions_init(&silent);
  posix_spawn_file_actions_addopen(&silent, 1, "/dev/null", O_WRONLY, 0);
  int failed = posix_spawn(&pid, medlyss, &silent, NULL, (char **)(uintptr_t)argv, environ);
  posix_spawn_file_actions_destroy(&silent);
  return !failed && waitpid(pid, &status, 0) == pid && !status;
}

// ---- hearing -----------------------------------------------------------------------------------

static void heard_drop(struct heard *h) {
  free(h->side[0]);
  free(h->side[1]);
}

static bool heard_add(struct heard *h, const AVFrame *f, size_t *skip) {
  size_t n = (size_t)f->nb_samples, kept = 0;
  for (int side = 0; side < 2; side++) {
    float *more = realloc(h->side[side], (h->n + n / STEP + 1) * sizeof *more);
    if (!more) return false;
    h->side[side] = more;
    size_t sides = (size_t)f->ch_layout.nb_channels, of = sides > 1 ? (size_t)side : 0;
    bool planar = f->format == AV_SAMPLE_FMT_FLTP;
    const float *plane = (const float *)(const void *)f->data[planar ? of : 0];
    kept = 0;
    for (size_t i = *skip; i < n; i += STEP)
      more[h->n + kept++] = plane[planar ? i : i * sides + of];
  }
  *skip = *skip + kept * STEP - n;
  h->n += kept;
  return true;
}

static bool decode_all(AVFormatContext *file, AVCodecContext *decoder, struct heard *h) {
  AVPacket *packet = av_packet_alloc();
  AVFrame *frame = av_frame_alloc();
  bool good = packet && frame;
  size_t skip = 0;
  while (good && av_read_frame(file, packet) >= 0) {
    good = avcodec_send_packet(decoder, packet) >= 0;
    av_packet_unref(packet);
    while (good && avcodec_receive_frame(decoder, frame) >= 0)
      good = (frame->format == AV_SAMPLE_FMT_FLTP || frame->format == AV_SAMPLE_FMT_FLT) &&
             heard_add(h, frame, &skip);
  }
  av_packet_free(&packet);
  av_frame_free(&frame);
  return good;
}

static bool hear(const char *path, const char *by, struct heard *h) {
  AVFormatContext *file = NULL;
  if (avformat_open_input(&file, path, NULL, NULL) < 0) return false;
  const AVCodec *codec = avcodec_find_decoder_by_name(by);
  AVCodecContext *decoder = codec ? avcodec_alloc_context3(codec) : NULL;
  if (decoder) decoder->request_sample_fmt = AV_SAMPLE_FMT_FLT;
  bool good = decoder && file->nb_streams == 1 &&
              avcodec_parameters_to_context(decoder, file->streams[0]->codecpar) >= 0 &&
              avcodec_open2(decoder, codec, NULL) >= 0 && decode_all(file, decoder, h) && h->n;
  avcodec_free_context(&decoder);
  avformat_close_input(&file);
  return good;
}

// Amplitudes of TOGETHER tones (Goertzel): their steps do not wait for each other.
static void levels(const float *p, size_t n, const double hz[TOGETHER], double out[TOGETHER]) {
  double k[TOGETHER], a[TOGETHER] = {0}, b[TOGETHER] = {0};
  for (int t = 0; t < TOGETHER; t++) k[t] = 2 * cos(2 * M_PI * hz[t] / RATE);
  for (size_t i = 0; i < n; i++)
    for (int t = 0; t < TOGETHER; t++) {
      double c = (double)p[i] + k[t] * a[t] - b[t];
      b[t] = a[t];
      a[t] = c;
    }
  for (int t = 0; t < TOGETHER; t++) {
    double power = a[t] * a[t] + b[t] * b[t] - k[t] * a[t] * b[t];
    out[t] = power > 0 ? 2 * sqrt(power) / (double)n : 0;
  }
}

static double level(const float *p, size_t n, double hz) { // of one tone
  double all[TOGETHER] = {hz}, out[TOGETHER];
  levels(p, n, all, out);
  return out[0];
}

// ---- judging -----------------------------------------------------------------------------------

// When that side's tone sounds, as tests/mix/voice.c has it: 400 ms on, 200 off, in its spans.
static bool sounds(const struct truth *t, int side, int at_ms) {
  if (at_ms < t->quiet_ms || (at_ms + side * 300) % 600 >= 400) return false;
  for (const char *s = t->spans; *s;) {
    int from, to, used;
    if (sscanf(s, "%d-%d%n", &from, &to, &used) < 2) return false;
    if (at_ms >= from && at_ms < to) return true;
    s += used;
    s += *s == ',';
  }
  return false;
}

struct bits {
  size_t n;
  bool on[2][WINDOWS_MAX];
};

static void bits_hear(const struct heard *h, const struct truth *t, struct bits *b) {
  b->n = h->n / WINDOW < WINDOWS_MAX ? h->n / WINDOW : WINDOWS_MAX;
  for (int side = 0; side < 2; side++)
    for (size_t i = 0; i < b->n; i++)
      b->on[side][i] = level(h->side[side] + i * WINDOW, WINDOW, t->hz[side]) > 0.06;
}

static void truth_windows(struct truth *t) {
  for (int side = 0; side < 2; side++) // channel 0 is the agent, whom the maker calls side 1
    for (int i = 0; i < CALL_MAX; i++)
      t->on[side][i] = sounds(t, !side, i * WINDOW_MS + WINDOW_MS / 2);
}

static bool spoken(const struct truth *t, int side, long window) {
  return window >= 0 && window < CALL_MAX && t->on[side][window];
}

static int mismatches(const struct bits *b, const struct truth *t, long shift, int side) {
  int n = 0;
  for (long i = 0; i < (long)b->n; i++) n += b->on[side][i] != spoken(t, side, i - shift);
  for (long i = (long)b->n - shift; i < CALL_MAX; i++) n += i >= 0 && spoken(t, side, i);
  return n;
}

static long best_shift(const struct bits *b, const struct truth *t) {
  long best = 0, least = LONG_MAX;
  for (long shift = -100; shift < 400; shift++) {
    long n = mismatches(b, t, shift, 0) + mismatches(b, t, shift, 1);
    if (n < least) {
      least = n;
      best = shift;
    }
  }
  return best;
}

// Windows that sound though nobody spoke within a window of it, or are silent in the midst of
// speech.
static int displaced(const struct bits *b, const struct truth *t, long shift, int side) {
  int n = 0;
  long end = (long)b->n > CALL_MAX + shift ? (long)b->n : CALL_MAX + shift;
  for (long i = shift < 0 ? shift : 0; i < end; i++) {
    bool on = i >= 0 && i < (long)b->n && b->on[side][i];
    bool near = false;
    for (long k = -1; k <= 1; k++) near |= spoken(t, side, i - shift + k) == on;
    n += !near;
  }
  return n;
}

static int tone(int k) { return k < GRID ? 400 + 25 * k : 1500 + 25 * (k - GRID); }

// A voice of the calls beside it, or of the other side, in tenths of seconds.
static int strange(const struct heard *h, const struct truth *truth, int side) {
  size_t block = RATE / 10;
  int n = 0;
  for (size_t at = 0; at + block <= h->n; at += block) {
    const float *p = h->side[side] + at;
    double most = 0, hz[TOGETHER], heard[TOGETHER];
    int whose = 0;
    for (int k = 0; k < 2 * GRID; k += TOGETHER) { // 400 to 1375 Hz, 1500 to 2475 Hz
      for (int t = 0; t < TOGETHER; t++) hz[t] = tone(k + t);
      levels(p, block, hz, heard);
      for (int t = 0; t < TOGETHER; t++)
        if (heard[t] > most) most = heard[t], whose = tone(k + t);
    }
    n += most > 0.03 && abs(whose - truth->hz[side]) > 25;
    if (level(p, block, truth->hz[!side]) > 0.03) n++;
  }
  return n;
}

static bool judge_sound(const struct truth *t, const struct heard *h, char *why, size_t room) {
  static struct bits b;
  bits_hear(h, t, &b);
  long shift = best_shift(&b, t);
  for (int side = 0; side < 2; side++) {
    const char *name = side ? "caller" : "agent";
    int got = 0, want = 0, off = displaced(&b, t, shift, side), alien = strange(h, t, side);
    for (size_t i = 0; i < b.n; i++) got += b.on[side][i];
    for (long i = 0; i < CALL_MAX; i++) want += spoken(t, side, i);
    if (alien > 1)
      return snprintf(why, room, "%d tenths of a second of somebody else on the %s's side", alien,
                      name),
             false;
    if (abs(got - want) > SLACK + 9) // an edge inside a window may fall either way
      return snprintf(why, room, "%s sounds %d ms of %d", name, got * WINDOW_MS, want * WINDOW_MS),
             false;
    if (off > SLACK)
      return snprintf(why, room, "%d ms of the %s's voice displaced", off * WINDOW_MS, name), false;
  }
  return true;
}

static bool judge_file(const struct truth *t, const char *path, const char *by, char *why,
                       size_t room) {
  struct heard h = {0};
  bool good = hear(path, by, &h);
  if (!good) snprintf(why, room, "cannot be exported or decoded");
  good = good && judge_sound(t, &h, why, room);
  heard_drop(&h);
  return good;
}

static bool judge(const struct truth *t, const char *folder, char *why, size_t room) {
  const struct row *found = NULL;
  size_t n = 0;
  for (size_t i = 0; i < n_rows; i++) {
    if (strcmp(rows[i].number, t->number)) continue;
    n++;
    if (!found || rows[i].sound) found = &rows[i];
  }
  if (n != 1) return snprintf(why, room, "%zu interactions", n), false;
  if (strcmp(found->line, t->line))
    return snprintf(why, room, "agent '%s' for %s", found->line, t->line), false;
  if (!found->sound) return snprintf(why, room, "no sound"), false;
  char path[600];
  snprintf(path, sizeof path, "%s/%s.opus", folder, found->id);
  bool good = judge_file(t, path, "opus", why, room) || judge_file(t, path, "libopus", why, room);
  unlink(path); // whoever keeps ten thousand needs the room
  return good;
}

int main(int argc, char **argv) {
  if (argc != 4) return 64;
  FILE *in = fopen(argv[1], "re");
  char line[512], why[200], folder[500];
  snprintf(folder, sizeof folder, "%s/heard-%d", argv[2], (int)getpid());
  if (!in || !rows_read(argv[3], argv[2]) || !export_all(argv[3], argv[2], folder)) return 74;
  av_log_set_level(AV_LOG_ERROR);
  int good = 0, n = 0;
  while (fgets(line, sizeof line, in)) {
    struct truth t = {0};
    if (sscanf(line, "%15s %7s %d %d %d %63s %159[^\n]", t.number, t.line, &t.hz[0], &t.hz[1],
               &t.quiet_ms, t.spans, t.what) < 6)
      return 65;
    truth_windows(&t);
    n++;
    if (judge(&t, folder, why, sizeof why))
      good++;
    else
      printf("%s: %s (%s)\n", t.number, why, t.what);
  }
  fclose(in);
  rmdir(folder);
  printf("%d of %d calls as spoken\n", good, n);
  return good != n;
}
