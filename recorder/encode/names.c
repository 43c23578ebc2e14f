// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/names.h"

#include <sodium.h>

// Made from another id and a word: the same every time. The time stays, so that they sort alike.
static struct id id_from(struct id id, const char *word) {
  uint8_t hash[16];
  crypto_generichash(hash, sizeof hash, (const uint8_t *)word, strlen(word), id.b, sizeof id.b);
  memcpy(id.b + 6, hash, 10);
  id.b[6] = (uint8_t)((id.b[6] & 0x0f) | 0x70);
  id.b[8] = (uint8_t)((id.b[8] & 0x3f) | 0x80);
  return id;
}

struct id name_recording(struct id interaction) {
  return id_from(interaction, "recording");
}

struct id name_recording_nth(struct id interaction, unsigned n) {
  char word[32];
  snprintf(word, sizeof word, "recording %u", n);
  return n ? id_from(interaction, word) : name_recording(interaction);
}

struct id name_late(struct id interaction, const char *as) {
  return id_from(interaction, as);
}
