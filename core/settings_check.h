// SPDX-License-Identifier: Apache-2.0
// What a setting's text may be: one checker for each TEXT of schemas/settings.def, so that what
// would fail where it is used, or never, is said when the file is read, by every program, with its
// line. Each says what the text should be, or NULL when it is. Private to core/settings.c.
#pragma once
#include "core/sv.h"

typedef const char *settings_fits(struct sv text);
settings_fits settings_fits_number_salt; // goes with the setting
#define GROUP(title)
#define TEXT(name, value, longest, says) settings_fits settings_fits_##name;
#define WORD(name, value, words, says)
#define NUMBER(name, value, least, most, says)
#define SWITCH(name, value, says)
#include "schemas/settings.def"
#undef GROUP
#undef TEXT
#undef WORD
#undef NUMBER
#undef SWITCH
