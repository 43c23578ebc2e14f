// SPDX-License-Identifier: Apache-2.0
// SRTP as offer and answer have it: keys with a name, best-effort, to plain and back, a new key,
// one that was refused; and what cannot be opened is never sound.
#include <sodium.h>
#include <srtp2/srtp.h>

#include "recorder/call/srtp.h"
#include "tests/check.h"
#include "tests/unit/ladder.h"

#define KEY_A       "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd"
#define KEY_B       "ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1+f4CB"
#define KEY_C       "MjM0NTY3ODk6Ozw9Pj9AQUJDREVGR0hJSktMTU5P"
#define SUITE       "crypto:1~AES_CM_128_HMAC_SHA1_80~inline:"
#define OFFER(key)  "1>2 INVITE a sdp=1:4000," SUITE key "\n"
#define ANSWER(key) "2>1 200 a sdp=2:5000," SUITE key "\n1>2 ACK a\n"

struct sender { // of one side: its key as a=crypto says it, NULL: plain
  srtp_t session;
  uint8_t key[30], mki[4];
  uint16_t seq;
};

static void sender_open(struct sender *s, const char *key, uint32_t mki, size_t mki_bytes) {
  srtp_policy_t policy = {.ssrc = {ssrc_any_outbound, 0}};
  size_t n;
  *s = (struct sender){0};
  srtp_crypto_policy_set_rtp_default(&policy.rtp);
  srtp_crypto_policy_set_rtcp_default(&policy.rtcp);
  if (!secure_prepare()) abort();
  if (sodium_base642bin(s->key, sizeof s->key, key, strlen(key), NULL, &n, NULL, 1)) abort();
  for (size_t i = 0; i < mki_bytes; i++) s->mki[i] = (uint8_t)(mki >> 8 * (mki_bytes - 1 - i));
  srtp_master_key_t master = {s->key, s->mki, (unsigned)mki_bytes}, *masters[] = {&master};
  if (mki_bytes)
    policy.keys = masters, policy.num_master_keys = 1;
  else
    policy.key = s->key;
  if (srtp_create(&s->session, &policy) != srtp_err_status_ok) abort();
}

// `n` packets from 1:4000 to 2:5000.
static void send_some(struct wiretap *w, struct sender *s, uint32_t ssrc, int n) {
  for (int i = 0; i < n; i++) {
    AUTO(buf) struct buf b = {0};
    char room[300];
    bool named = s->session && memcmp(s->mki, (uint8_t[4]){0}, 4);
    put_rtp(&b, (struct rtp_head){8, s->seq, s->seq * 160u, ssrc}, SV("secret words"));
    memcpy(room, b.p, b.n);
    int length = (int)b.n;
    if (s->session && (named ? srtp_protect_mki(s->session, room, &length, 1, 0)
                             : srtp_protect(s->session, room, &length)) != srtp_err_status_ok)
      abort();
    tap_datagram(w, "1:4000", "2:5000", ++s->seq, (struct sv){room, (size_t)length});
    tap_wait(w, 20);
  }
}

static bool heard_in_clear(const struct wiretap *w, int packets) {
  return w->n == 1 && w->call[0].packets[0] == packets &&
         !memcmp(w->call[0].last + 12, "secret words", 12);
}

TEST(a_key_with_a_name_opens_what_carries_it_and_what_does_not) {
  static const struct {
    const char *line;
    uint32_t mki;
    size_t bytes;
  } ways[] = {{KEY_A "|2^31|1:1", 1, 1},
              {KEY_A "|1:4", 1, 4},
              {KEY_A "|2^20", 0, 0},
              {KEY_A "|2^31|1:1", 0, 0},
              {KEY_C "|9:1;inline:" KEY_A "|7:1", 7, 1}};
  for (size_t i = 0; i < countof(ways); i++) {
    AUTO(wiretap) struct wiretap w;
    struct sender a;
    char offer[300];
    wiretap_open(&w, (struct tracker_options){0});
    sender_open(&a, KEY_A, ways[i].mki, ways[i].bytes);
    snprintf(offer, sizeof offer, "1>2 INVITE a sdp=1:4000," SUITE "%s\n", ways[i].line);
    tap_ladder(&w, offer);
    tap_ladder(&w, ANSWER(KEY_B));
    send_some(&w, &a, 3, 60);
    CHECK(heard_in_clear(&w, 60));
    CHECK(!strstr(w.call[0].marks, "encrypted"));
    srtp_dealloc(a.session);
  }
}

TEST(best_effort_is_what_the_answer_makes_of_it) {
  AUTO(wiretap) struct wiretap w, x;
  struct sender plain = {0}, a;
  sender_open(&a, KEY_A, 0, 0);
  wiretap_open(&w, (struct tracker_options){0});
  tap_ladder(&w, "1>2 INVITE a sdp=1:4000,avp," SUITE KEY_A "\n2>1 200 a sdp=2:5000\n1>2 ACK a\n");
  send_some(&w, &plain, 3, 60);
  CHECK(heard_in_clear(&w, 60));
  wiretap_open(&x, (struct tracker_options){0});
  tap_ladder(&x, "1>2 INVITE a sdp=1:4000,avp," SUITE KEY_A
                 "\n2>1 200 a sdp=2:5000,avp," SUITE KEY_B "\n1>2 ACK a\n");
  send_some(&x, &a, 3, 60);
  CHECK(heard_in_clear(&x, 60));
  srtp_dealloc(a.session);
}

TEST(from_keys_to_plain_and_back_and_to_another_key) {
  AUTO(wiretap) struct wiretap w;
  struct sender a, c, plain = {0};
  sender_open(&a, KEY_A, 0, 0);
  sender_open(&c, KEY_C, 0, 0);
  wiretap_open(&w, (struct tracker_options){0});
  tap_ladder(&w, OFFER(KEY_A) ANSWER(KEY_B));
  send_some(&w, &a, 3, 50);
  tap_ladder(&w,
             "1>2 INVITE a q=2 to=b sdp=1:4000\n2>1 200 a q=2 sdp=2:5000\n1>2 ACK a q=2 to=b\n");
  plain.seq = a.seq;
  send_some(&w, &plain, 3, 50);
  tap_ladder(&w, "1>2 INVITE a q=3 to=b sdp=1:4000," SUITE KEY_C
                 "\n2>1 200 a q=3 sdp=2:5000," SUITE KEY_B "\n1>2 ACK a q=3 to=b\n");
  c.seq = plain.seq;
  send_some(&w, &c, 3, 50);
  CHECK(heard_in_clear(&w, 150));
  // Another key is offered and refused: what it would open is nobody's, what the old one opens goes
  // on.
  tap_ladder(&w, "1>2 INVITE a q=4 to=b sdp=1:4000," SUITE KEY_A
                 "\n2>1 488 a q=4\n1>2 ACK a q=4 to=b\n");
  send_some(&w, &c, 3, 50);
  CHECK(heard_in_clear(&w, 200));
  srtp_dealloc(a.session);
  srtp_dealloc(c.session);
}

TEST(keys_that_open_nothing_leave_no_sound_and_say_encrypted) {
  AUTO(wiretap) struct wiretap w;
  struct sender c;
  sender_open(&c, KEY_C, 0, 0);
  wiretap_open(&w, (struct tracker_options){0});
  tap_ladder(&w, OFFER(KEY_A) ANSWER(KEY_B));
  send_some(&w, &c, 3, 100);
  tap_ladder(&w, "1>2 BYE a q=9\n2>1 200/BYE a q=9\nwait 4000\n");
  CHECK_EQ(w.n, 1);
  CHECK_EQ(w.call[0].packets[0], 0);
  CHECK(strstr(w.call[0].marks, "encrypted:0 "));
  srtp_dealloc(c.session);
}

TEST(what_overtakes_its_answer_waits_for_the_key) {
  AUTO(wiretap) struct wiretap w;
  struct sender a;
  sender_open(&a, KEY_A, 0, 0);
  wiretap_open(&w, (struct tracker_options){0});
  // The far side's key comes with its answer; its first packets are faster.
  tap_ladder(&w, "2>1 INVITE a sdp=2:5000," SUITE KEY_B "\n");
  send_some(&w, &a, 3, 10);
  tap_ladder(&w, "1>2 200 a sdp=1:4000," SUITE KEY_A "\n2>1 ACK a\n");
  send_some(&w, &a, 3, 150);
  CHECK_EQ(w.n, 1);
  CHECK_EQ(w.call[0].packets[1], 160);
  CHECK(!memcmp(w.call[0].last + 12, "secret words", 12));
  srtp_dealloc(a.session);
}

TEST(one_voice_under_two_keys_is_one_call) {
  AUTO(wiretap) struct wiretap w;
  struct sender a, c;
  sender_open(&a, KEY_A, 0, 0);
  sender_open(&c, KEY_C, 0, 0);
  wiretap_open(&w, (struct tracker_options){0});
  tap_ladder(&w,
             "1>9 INVITE a sdp=1:4000," SUITE KEY_A "\n9>2 INVITE b sdp=9:2002," SUITE KEY_C "\n"
             "2>9 200 b sdp=2:5000," SUITE KEY_B "\n9>1 200 a sdp=9:2000," SUITE KEY_B "\n");
  for (uint16_t i = 0; i < 100; i++) {
    struct sender *leg[] = {&a, &c};
    static const char *const from[] = {"1:4000", "9:2002"}, *const to[] = {"9:2000", "2:5000"};
    for (int k = 0; k < 2; k++) {
      AUTO(buf) struct buf b = {0};
      char room[300], words[100];
      memset(words, i + 1, sizeof words);
      put_rtp(&b, (struct rtp_head){8, i, i * 160u, 5}, (struct sv){words, sizeof words});
      memcpy(room, b.p, b.n);
      int length = (int)b.n;
      CHECK_EQ(srtp_protect(leg[k]->session, room, &length), srtp_err_status_ok);
      tap_datagram(&w, from[k], to[k], i, (struct sv){room, (size_t)length});
    }
    tap_wait(&w, 20);
  }
  tracker_finish(w.tracker, "capture_end");
  CHECK_EQ(w.n, 1);
  CHECK_EQ(w.call[0].packets[0], 100);
  srtp_dealloc(a.session);
  srtp_dealloc(c.session);
}
