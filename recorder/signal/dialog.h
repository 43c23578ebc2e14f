// SPDX-License-Identifier: Apache-2.0
// Dialogs and paths: finding and making them for a message. Inside of signal; tells nothing.
#pragma once
#include "recorder/signal/signal.h"

uint64_t dialog_text_key(struct sv s);
void dialog_id_of(struct sv call_id, uint8_t out[16]);
uint64_t dialog_user_key(struct sv uri); // 0: it names nobody
// The dialog of the message in s->sip; an ended one is answered too. NULL: none.
struct dialog *dialog_find(const struct signal *s);
struct dialog *dialog_make(struct signal *s, const struct datagram *at); // NULL: no room
void dialog_remove(struct signal *s, struct dialog *d);
int dialog_side(const struct dialog *d, const struct sip *m); // who sent it
// The path the message in s->sip belongs to, made where it is a new branch. NULL: no room.
struct path *dialog_path(struct signal *s, struct dialog *d, const struct datagram *at);
