// SPDX-License-Identifier: Apache-2.0
// JSON out: typed writers onto a buf, so that no text ever meets JSON unescaped (RFC 8259).
// Text is UTF-8; what is not becomes U+FFFD, and < > & are escaped too: harmless inside HTML.
// A member is written with its comma: jsonw_key(b, "id") adds ',' unless it follows '{'.
#pragma once
#include "core/sql.h"

void jsonw_text(struct buf *b, const char *s); // NULL: null
void jsonw_sv(struct buf *b, struct sv s);
void jsonw_int(struct buf *b, int64_t v);
void jsonw_real(struct buf *b, double v); // not finite: null
void jsonw_bool(struct buf *b, bool v);
void jsonw_id(struct buf *b, struct id v);
void jsonw_bytes(struct buf *b, struct bytes v); // lower-case hexadecimal; .p NULL: null
void jsonw_null(struct buf *b);

void jsonw_opt_int(struct buf *b, struct opt_int v);
void jsonw_opt_real(struct buf *b, struct opt_real v);
void jsonw_opt_bool(struct buf *b, struct opt_bool v);
void jsonw_opt_id(struct buf *b, struct opt_id v);

void jsonw_key(struct buf *b, const char *key); // comma if needed, "key":
void jsonw_comma(struct buf *b);                // comma unless after '[' or '{'
