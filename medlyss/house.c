// SPDX-License-Identifier: Apache-2.0
#include "medlyss/house.h"

#include "gen/sql/schema.h"

enum err house_open(const char *data_path, struct house *out) {
  TRY(datadir_open(data_path, &out->data));
  TRY(settings_open(out->data.dir, &out->settings));
  return db_open(out->data.catalogue, &catalogue_schema, &out->db);
}

enum err house_open_as_it_is(const char *data_path, struct house *out) {
  TRY(datadir_open(data_path, &out->data));
  TRY(settings_open(out->data.dir, &out->settings));
  return db_open_as_it_is(out->data.catalogue, &catalogue_schema, &out->db);
}

enum err house_keys(struct house *h) {
  TRY(keystore_open(&h->data, &h->keys));
  return archive_open(&h->data, &h->settings, &h->archive);
}

void house_drop(struct house *h) {
  archive_free(h->archive);
  keystore_free(h->keys);
  db_close(h->db);
  settings_drop(&h->settings);
  datadir_drop(&h->data);
  *h = HOUSE_NONE;
}
