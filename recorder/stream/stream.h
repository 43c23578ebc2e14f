// SPDX-License-Identifier: Apache-2.0
// Stream: RTP as a bystander sees it, without a word of signalling. A flow is what goes from one
// address to another, a voice an SSRC on it; a voice whose numbers start anew is born again (an
// epoch). Each packet is told apart: it goes on, starts anew, or is another flow's packet once more
// (before and after a media proxy). What one flow shows twice was left out before (tap/copies.h).
//
// Two voices are one only on evidence (RFC 3550 promises no more than a random start): the same
// SSRC, sequence number and bytes, packet after packet, along a way a proxy could have sent them:
// from somewhere to a host and on from it, or of one and the same socket; and within 2.5 s, for a
// player that starts its prompt with the same SSRC, number and time for each caller sends the same
// bytes again. What begins alike (SSRC 0, number 0, silence) proves nothing: what counts is content
// that changes. Fixed tables, no I/O, no clock. One thread.
#pragma once
#include "recorder/slab.h"
#include "recorder/wire/rtp.h"

enum { VOICE_RING = 256 };

struct entry {    // a packet that was heard
  uint32_t print; // 0: none was
  uint32_t at_ms;
  uint16_t seq;
};

struct voice {
  struct slab_item item; // key: from the SSRC
  uint32_t ssrc;
  struct slab_ref flow;
  uint8_t last_pt;
  bool mirrored; // seen on a second flow too: a number that comes again is a copy
  uint16_t top_seq;
  uint32_t packets;
  int64_t born_us, last_us; // first and last packet; born again when its numbers start anew
  uint32_t last_timestamp;
  uint32_t in_order; // packets that followed their predecessor: junk has none
  uint32_t step;     // between consecutive packets, RTP clock
  uint32_t longer;   // packets in a row whose bytes are more than the step says: a tag follows them
  struct {           // evidence that it is another flow's voice
    struct slab_ref voice;
    uint32_t points, mismatches;
    uint64_t content[4]; // of the last packets that counted
    int64_t since_us;
  } twin;
  struct entry heard[VOICE_RING]; // the last ones, by number
};

struct flow {
  struct slab_item item;
  struct endpoint src, dst;
  uint32_t net;          // the network it was seen in: the same addresses elsewhere are others'
  struct slab_ref voice; // the last one heard
  struct slab_ref alias; // the flow of which this one is a copy
  int64_t first_us, last_us;
};

struct stream {
  struct slab flows, voices;
};

struct heard { // a packet, parsed
  const struct rtp *rtp;
  int64_t at_us;
  uint64_t print; // stream_print of it, decrypted where that can be done
};

MUST_CHECK enum err stream_open(struct stream *s, uint32_t flows, uint32_t voices);
void stream_drop(struct stream *s);
// A packet's fingerprint; the marker and payload type are left out: proxies change them.
uint64_t stream_print(struct span packet);

struct seen_way { // where a packet was seen going
  uint32_t net;
  const struct endpoint *src, *dst;
};
struct flow *stream_find(const struct stream *s, const struct seen_way *way);
struct flow *stream_flow(struct stream *s, const struct seen_way *way,
                         int64_t at_us); // found or made; NULL: no room
// A voice of the same addresses in another network that this packet goes on with, number by number:
// two probes that see it in turns, a link of a bundle that failed. NULL: none is proved to.
struct flow *stream_goes_on(const struct stream *s, const struct seen_way *way,
                            const struct rtp *rtp, uint64_t print, int64_t at_us);
struct flow *stream_original(const struct stream *s, const struct flow *f); // NULL: it is no copy
struct flow *stream_flow_of(const struct stream *s, const struct voice *v);

struct voice *stream_voice(const struct stream *s, const struct flow *f, uint32_t ssrc);
// All voices of that SSRC, one after another, whatever their flow.
struct voice *stream_voice_first(const struct stream *s, uint32_t ssrc);
struct voice *stream_voice_next(const struct stream *s, const struct voice *v);
struct voice *stream_voice_for(struct stream *s, struct flow *f, uint32_t ssrc); // found or made
bool stream_starts_anew(const struct voice *v, const struct rtp *rtp, int64_t at_us);
// Enters the packet. True: its number was had before and the voice is one of two flows: a copy.
bool stream_enter(struct voice *v, const struct heard *h, bool copy);
// That they are one voice. Whoever plays one file to two people says the same on both ways: where
// no host lies between them that could have passed it on, their signalling has to agree; and where
// the two were seen in two networks (APART), in which one address may be two hosts'.
enum proof { PROOF_NONE, PROOF_WAY, PROOF_AFAR, PROOF_ONE_HOST, PROOF_APART };
// Before stream_enter: the voice of another flow that had this very packet; NULL: none.
struct voice *stream_twin(struct stream *s, struct voice *v, const struct heard *h,
                          enum proof *out_proof);
int64_t
stream_twin_until(const struct voice *v); // some evidence, not enough: worth waiting till; 0: none
// `copy` shows what `original` shows; merge: what v has seen was taken already.
void stream_alias(struct stream *s, struct flow *copy, struct flow *original, struct voice *v,
                  struct voice *kept, bool merge);
// The packet was heard on two flows, about then.
bool stream_on_two_flows(const struct stream *s, const struct rtp *rtp, uint64_t print,
                         int64_t at_us);
void stream_forget(struct stream *s, struct flow *f);
