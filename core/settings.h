// SPDX-License-Identifier: Apache-2.0
// Settings: medlyss.ini in the data folder, strictly read. Every setting is a line of
// schemas/settings.def; an unknown one is refused (E_CONFIG) and the nearest known is named, so
// that a misspelt name never means "default". `name = value` lines, # comments, nothing else. The
// struct owns its texts; it is read once at start and constant after that, for any thread.
#pragma once
#include "core/arena.h"
#include "core/buf.h"

struct settings {
#define GROUP(title)
#define TEXT(name, value, longest, says)       const char *name;
#define WORD(name, value, words, says)         const char *name;
#define NUMBER(name, value, least, most, says) int64_t name;
#define SWITCH(name, value, says)              bool name;
#include "schemas/settings.def"
#undef GROUP
#undef TEXT
#undef WORD
#undef NUMBER
#undef SWITCH
  struct arena arena;
};

void settings_drop(struct settings *s);
// The defaults, then DIR/medlyss.ini where it exists.
MUST_CHECK enum err settings_open(int data_dir, struct settings *out);
MUST_CHECK enum err settings_parse(struct sv text, const char *file_name, struct settings *out);
// One more, as if it stood in the file: --name value on a command line.
MUST_CHECK enum err settings_set(struct settings *s, struct sv name, struct sv value);

// Its sentence and, in *out_value, its default; "" where there is no such setting.
const char *settings_says(const char *name, const char **out_value);
enum settings_style { SETTINGS_SAMPLE, SETTINGS_MARKDOWN };
void settings_print(struct buf *b, enum settings_style style); // every setting with its sentence
