// SPDX-License-Identifier: Apache-2.0
// Assets: the pages, built into the program (tools/assets.sh: plain, gzip, brotli). What lies under
// /assets/ carries its hash in its name and may be kept for ever; every other address without a dot
// is a page's and gets index.html.
#pragma once
#include "review-web/http/request.h"

struct asset_form {
  const char *encoding; // NULL: plain
  const unsigned char *p, *end;
};

enum { ASSET_PLAIN, ASSET_GZIP, ASSET_BROTLI, ASSET_FORMS };

struct asset {
  const char *path, *type, *etag;
  struct asset_form forms[ASSET_FORMS];
};

extern const struct asset assets[]; // generated; ends with path NULL

MUST_CHECK enum err assets_serve(struct request *req);

// Who follows a broken link meets a page, not our JSON: GET by what takes text/html.
bool assets_wanted(const struct request *req);
MUST_CHECK enum err assets_lost(struct request *req); // 404, with the pages
