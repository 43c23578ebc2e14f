// SPDX-License-Identifier: Apache-2.0
// Book: the rows of a metadata snapshot, found by their ids or begun. An id is compared without
// "urn:uuid:", for one document writes it both ways. Full tables and texts too long are noted in
// `trouble`. Pure.
#pragma once
#include "recorder/siprec/metadata.h"

// Index of the row with that id; begun, untold, where there is none; -1: the table is full. With
// an empty id a row is begun that is not found again.
int book_session(struct metadata *m, struct sv id);
int book_group(struct metadata *m, struct sv id);
int book_participant(struct metadata *m, struct sv id);
int book_stream(struct metadata *m, struct sv id);

struct sv book_id(struct sv id); // as it is compared
// Copies what is printable, in whole letters; notes METADATA_CUT.
void book_text(struct metadata *m, char *room, size_t room_n, struct sv text);
#define BOOK_TEXT(m, room, text) book_text((m), (room), sizeof(room), (text))

static inline uint32_t book_bit(int index) { return index < 0 ? 0 : (uint32_t)1 << index; }
