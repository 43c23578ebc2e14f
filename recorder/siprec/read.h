// SPDX-License-Identifier: Apache-2.0
// Read: what the elements of a metadata document mean, one after another, as the parser
// (recorder/siprec/xml.c) meets them. Names come without prefix. The reader knows the elements it
// stands in, and so which row a text is of. Pure.
#pragma once
#include "recorder/siprec/metadata.h"

enum { READ_TEXT = 512, READ_NAME = 48 };

enum read_kind { // of an element; what none knows is looked into all the same
  READ_OTHER,
  READ_SESSION,
  READ_GROUP,
  READ_PARTICIPANT,
  READ_STREAM,
  READ_LINK,      // an association: it names rows and is none
  READ_EXTENSION, // a vendor's own: everything within is extra
};

struct read_frame {
  enum read_kind kind;
  int session, group, participant, stream; // of which the texts within are; -1: none
  bool extension, left;                    // left: a disassociation was said
  bool leaf;                               // nothing within so far
  uint32_t sends, receives;                // named within this association
  char name[READ_NAME];                    // in an extension: what its value is called
};

struct reader {
  struct metadata *m;
  size_t depth;          // frames in use
  uint32_t tied, untied; // streams that somebody sends, or sends no longer
  struct read_frame frame[METADATA_DEPTH_MAX];
  size_t n_text;
  char text[READ_TEXT];
};

void read_begin(struct reader *r, struct metadata *m);
void read_start(struct reader *r, struct sv name, const char **attributes); // pairs, then NULL
void read_text(struct reader *r, struct sv text);
void read_end(struct reader *r, struct sv name);
