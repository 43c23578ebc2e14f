// SPDX-License-Identifier: Apache-2.0
// Lists: what is on one, for whoever puts it there. A programme's sound is a list's (programmes.h).
#pragma once
#include "gen/sql/web_list.h"
#include "review-web/api/common.h"

enum { LIST_MOST = 1000 }; // items of one list

struct span_asked {
  int64_t from_ms, to_ms; // to_ms 0: to the end
  const char *why;
};
// A call, which she must reach, at `ord` of the list; its agents are asked.
MUST_CHECK enum err list_item_put(struct request *req, struct id list, int64_t ord, struct id call,
                                  const struct span_asked *span, struct id *out_id);
// Another span or reason: where it is more than was said yes to, its agents are asked anew.
MUST_CHECK enum err list_item_respan(struct request *req, const struct list_item_get_row *item,
                                     const struct span_asked *span);
// What an agent's word about the whole call comes to, once its mark is there or gone: a refusal
// ends her every yes to it, and who played it is told; one that is taken back leaves her to be
// asked.
MUST_CHECK enum err list_items_refuse(struct request *req, struct id call);
MUST_CHECK enum err list_items_settle(struct request *req, struct id call);
MUST_CHECK enum err list_item_take_away(struct request *req, struct id item);
