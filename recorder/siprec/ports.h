// SPDX-License-Identifier: Apache-2.0
// Ports: where the media of recorded calls comes in. Every pair of the range (RTP even, RTCP above
// it) is opened before the program is locked in, and lent to one line of one call at a time, the
// one longest free first: what still comes for the call before is not the next one's. RTCP is
// swallowed. One epoll descriptor for all of them.
#pragma once
#include "recorder/wire/span.h"

enum { PORTS_MAX = 8192, PORTS_NONE = -1 };

struct ports;
// `range` is "40000-41999"; `address` the one they are opened on, its port does not matter.
MUST_CHECK enum err ports_open(const char *address, const char *range, struct ports **out);
typedef void ports_packet(void *ctx, uint32_t owner, const struct endpoint *from,
                          struct span packet);
void ports_hear(struct ports *p, ports_packet *each, void *ctx); // who is told of what comes
void ports_free(struct ports *p);
int ports_fd(const struct ports *p);
int ports_take(struct ports *p, uint32_t owner); // PORTS_NONE: all are lent
// What waits on a pair is told now: what follows is of a later time than it.
void ports_settle(struct ports *p, int pair);
// What waits on it is told first: a BYE overtakes the last of the sound.
void ports_give(struct ports *p, int pair);
uint16_t ports_number(const struct ports *p, int pair);
int ports_again(struct ports *p, uint16_t number, uint32_t owner); // that one; PORTS_NONE
size_t ports_lent(const struct ports *p);
size_t ports_all(const struct ports *p);
void ports_read(struct ports *p);
