// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/site.h"

#include "review-web/http/arrival.h"
#include "review-web/http/events.h"
#include "review-web/http/heard.h"
#include "review-web/http/lane.h"
#include "review-web/http/limiter.h"
#include "review-web/http/password.h"
#include "review-web/http/peer.h"
#include "review-web/http/players.h"
#include "review-web/http/served.h"

// Each thread opens its own; that there are any is asked before anybody is served.
static enum err keys_there(const struct datadir *data) {
  struct keystore *keys = NULL;
  TRY(keystore_open(data, &keys));
  keystore_free(keys);
  return OK;
}

enum err site_open(const char *data_path, const struct routes *routes, struct site *out) {
  *out = (struct site){.routes = routes, .data = {.dir = -1}, .recorders = {.fd = -1}};
  TRY(datadir_open(data_path, &out->data));
  TRY(settings_open(out->data.dir, &out->settings));
  TRY(keys_there(&out->data));
  TRY(archive_open(&out->data, &out->settings, &out->archive));
  TRY(ask_open(out->data.path, &out->recorders));
  out->address = out->settings.listen;
  out->https = !strncmp(out->settings.public_address, "https://", 8);
  TRY(password_hash(SV("nobody has this password"), &out->decoy));
  TRY(peer_list_check(sv_of(out->settings.trusted_proxies)));
  TRY(limiter_new(&out->limiter));
  TRY(served_new(out, heard_served, &out->served));
  TRY(players_new(out, &out->players));
  TRY(arrivals_new(&out->arrivals));
  return site_tidy_now(out);
}

enum err site_start(struct site *s) {
  struct lane_options hash = {.threads = 2, .room = 256, .later = 256, .leave = worker_leave};
  struct lane_options write = {.threads = 1, .room = 1024, .later = 1, .leave = worker_leave};
  TRY(lane_new(hash, &s->hash));
  struct lane_options reads = {.threads = 1, .room = 64, .leave = worker_leave};
  TRY(lane_new(write, &s->write));
  TRY(lane_new(reads, &s->reads));
  return hub_new(s, &s->hub);
}

// What is being worked on ends first (passwords hand on to the writer), then what it stood on.
void site_quiet(struct site *s) {
  hub_end(s->hub);
  lane_close(s->hash);
  lane_close(s->reads);
  if (s->served && s->write) served_write(s->served); // none: it never came to be open
  lane_close(s->write);
}

void site_drop(struct site *s) {
  site_quiet(s);
  hub_free(s->hub);
  lane_free(s->hash);
  lane_free(s->reads);
  lane_free(s->write);
  arrivals_free(s->arrivals);
  players_free(s->players);
  served_free(s->served);
  limiter_free(s->limiter);
  free(s->decoy);
  worker_leave();
  ask_drop(&s->recorders);
  archive_free(s->archive);
  settings_drop(&s->settings);
  datadir_drop(&s->data);
}
