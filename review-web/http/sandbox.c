// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/sandbox.h"

#include "core/fence_try.h"
#include "review-web/http/site.h"

enum err sandbox_enter(const struct site *site) {
  static struct fence f; // large; one per process
  f.n = 0;
  fence_add(&f, site->data.path, FENCE_READ | FENCE_WRITE);
  archive_fence(site->archive, &f, FENCE_READ);
  return fence_enter(&f);
}

static enum err enter(void *self) { return sandbox_enter(self); }

bool sandbox_try(const struct site *site) {
  struct fence_trial t = {
      .enter = enter, .self = (void *)(uintptr_t)site, .data = site->data.path, .catalogue = true};
  return fence_try(&t);
}
