// SPDX-License-Identifier: Apache-2.0
// Clock: wall time in milliseconds or microseconds UTC for what is stored, monotonic for waiting.
#pragma once
#include "core/base.h"

int64_t clock_wall_ms(void); // since 1970-01-01 UTC
int64_t clock_wall_us(void);
int64_t clock_mono_us(void); // since some start; never jumps
// 20260212: in the time zone of the process, which who asks has set to the site's.
int64_t clock_local_day(int64_t wall_ms);
void clock_sleep_ms(int64_t ms);
