// SPDX-License-Identifier: Apache-2.0
// Watch: the folder import/ of the data folder, looked at each second. A file is taken when nobody
// writes it any more: unchanged for three seconds, and the kernel grants a read lease on it. A half
// waits a minute for its other. What is in is removed; what is refused goes to failed/ with a
// sentence beside it (NAME.txt). Runs until *stop.
#pragma once
#include <signal.h>

#include "recorder/import/bring.h"

MUST_CHECK enum err watch(const struct bringer *b, const volatile sig_atomic_t *stop);
