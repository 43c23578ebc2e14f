// SPDX-License-Identifier: Apache-2.0
// Known: a browser in which this person has signed in before says so by a cookie, and her tries
// then have a line of their own in the limiter: whoever guesses at her name elsewhere does not keep
// her waiting (OWASP, "Slow Down Online Guessing Attacks with Device Cookies"). It lets nobody in,
// names nobody, and is void once her password is another. 90 days.
#pragma once
#include "review-web/http/request.h"

// The cookie's own part, where it is this person's with this password (as hashed); else nothing.
struct sv known_device(struct request *req, struct id person, const char *password);
MUST_CHECK enum err known_remember(struct request *req, struct id person, const char *password);
