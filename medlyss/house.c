// SPDX-License-Identifier: Apache-2.0
#include "medlyss/house.h"

#include "core/chain.h"

enum err house_open(const char *data_path, struct house *out) {
  TRY(datadir_open(data_path, &out->data));
  TRY(settings_open(out->data.dir, &out->settings));
  return db_open(out->data.catalogue, &catalogue_schema, &out->db);
}

enum err house_keys(struct house *h) {
  TRY(keystore_open(&h->data, &h->keys));
  return datadir_folder(&h->data, DATADIR_AUDIO, &h->audio);
}

void house_drop(struct house *h) {
  fd_drop(&h->audio);
  keystore_free(h->keys);
  db_close(h->db);
  settings_drop(&h->settings);
  datadir_drop(&h->data);
  *h = HOUSE_NONE;
}

enum err house_audit(struct house *h, const char *event, struct id object, const char *detail) {
  return chain_append(h->db,
                      &(struct chain_line){.event = event, .object = object, .detail = detail});
}
