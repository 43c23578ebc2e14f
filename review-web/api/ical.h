// SPDX-License-Identifier: Apache-2.0
// iCalendar: meetings as a file that calendars read (RFC 5545). Times in UTC, half an hour each,
// lines folded nowhere: none is longer than 75 bytes. Pure.
#pragma once
#include "core/buf.h"
#include "core/id.h"

void ical_begin(struct buf *b);
// `summary`: one of our own phrases, without commas, semicolons or line ends.
void ical_event(struct buf *b, struct id id, int64_t at_ms, int64_t stamp_ms, const char *summary);
void ical_end(struct buf *b);
