// SPDX-License-Identifier: Apache-2.0
// Within: what the files that make up a session (session.h) ask of one another.
#pragma once
#include "recorder/siprec/session.h"

// ---- refresh.c: session timers (RFC 4028), in both roles
bool timer_too_short(const struct sip *m); // for a client that would understand 422
void timer_set(struct sessions *s, struct session *d, const struct sip *m);
void timer_lives(struct sessions *s, struct session *d); // the client spoke
void timer_say(const struct session *d, char *more, size_t n);
void timer_heard(struct sessions *s, struct session *d, const struct sip *response);
bool timer_over(struct sessions *s, struct session *d); // true: the client is gone

// ---- stitch.c: which dialogs are one call
// An INVITE of a phone's own fork (CUCM) that names the dialog of the other end: they share one.
void stitch_ends(struct sessions *s, struct session *d, const struct sip *invite);
// Before its first sound: a standby whose active one fell silent, or who took the caller over.
void stitch_sound(struct sessions *s, struct session *d);

// ---- parts.c: which call each line of a dialog is of
struct taking *session_call(const struct session *d, size_t line);
void session_parts(struct sessions *s, struct session *d, const struct sdp *sdp);
// Leaves of both only what is that call's; false: no line is.
bool session_part(const struct session *d, const struct taking *k, struct sdp *sdp,
                  struct metadata *m);
void session_parts_leave(struct sessions *s, struct session *d, const char *reason);

// ---- describe.c: what a body says
enum told { TOLD_NOTHING, TOLD_DESCRIPTION, TOLD_NONSENSE, TOLD_NO_PORTS };
// Takes what is in the body; *sdp gets the answer, or our offer where `m` is an INVITE without one.
enum told session_told(struct sessions *s, struct session *d, const struct sip *m, struct buf *sdp);
void session_learned(struct sessions *s, struct session *d, const struct sip *m); // metadata alone
void session_describe(struct sessions *s, struct session *d, const struct sip *m);
void session_answered(struct sessions *s, struct session *d, const struct sip *ack);
// Our own offer in what stands, for a re-INVITE of ours; false: nothing stands.
bool session_reoffer(struct sessions *s, struct session *d, struct buf *sdp);

// ---- ids.c: by which names other systems know the call
void session_said(struct sessions *s, struct session *d, enum spool_said_kind kind, struct sv text);
void session_ids(struct sessions *s, struct session *d, const struct sip *m);

// ---- obey.c: what its client asks of the recording
void session_obey(struct sessions *s, struct session *d, enum asked asked);
