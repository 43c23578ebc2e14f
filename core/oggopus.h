// SPDX-License-Identifier: Apache-2.0
// The two header packets of Ogg Opus (RFC 7845, 5), a packet's duration, silence: bytes only, for
// ogg.c and masked.c.
#pragma once
#include "core/ogg.h"

void oggopus_head(const struct oggw_params *p, struct buf *out);
void oggopus_tags(const char *vendor, struct buf *out);
MUST_CHECK enum err oggopus_head_parse(struct sv packet, struct oggr_info *info);
// From the TOC (RFC 6716, 3.1), which self-delimited framing leaves alone; at 48 kHz, ≤ 120 ms.
MUST_CHECK enum err oggopus_duration(struct sv packet, uint32_t *out_samples);
// 20 ms of silence that decoders of every make play as such, coded as `like` is: one stream, or two
// of which the first is self-delimited. At most 20 bytes. Wide where the rate cannot be told.
MUST_CHECK enum err oggopus_silence(struct sv like, bool two, uint8_t out[20], uint8_t *out_n);
