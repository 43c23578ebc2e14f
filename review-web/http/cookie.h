// SPDX-License-Identifier: Apache-2.0
// Cookie: finds one cookie in a Cookie header (RFC 6265, 4.2). A name that comes twice is not
// believed at all: one of the two was planted from a sibling host. Pure; any thread.
#pragma once
#include "core/sv.h"

// {NULL,0} when it is not there, is there twice, or has a character no cookie may have.
struct sv cookie_get(struct sv header, struct sv name);
