// SPDX-License-Identifier: Apache-2.0
// Links: is a network interface there, and does it carry? Asked on a socket that is opened before
// the program is locked in.
#pragma once
#include "core/scope.h"

enum link_is { LINK_UP, LINK_DOWN, LINK_GONE };

MUST_CHECK enum err links_open(fd *out);
enum link_is link_look(fd links, const char *interface); // "any" is always up
