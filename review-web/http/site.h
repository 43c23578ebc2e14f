// SPDX-License-Identifier: Apache-2.0
// Site: what the whole process shares. Built once by main.c, constant afterwards except for the
// things that lock themselves. What one thread at a time may use (database, key store) is asked for
// with worker_db and worker_keys: each thread opens its own, and it is closed when the thread ends.
#pragma once
#include "core/ask.h"
#include "core/datadir.h"
#include "core/db.h"
#include "core/settings.h"
#include "review-web/http/limits.h"
#include "vault/archive.h"
#include "vault/keystore.h"

struct lane;
struct limiter;
struct hub;
struct players;
struct served;
struct arrivals;
struct routes;

struct site {
  const struct routes *routes; // what it answers
  struct datadir data;
  struct settings settings;
  struct archive *archive;
  struct ask recorders; // of calls that go on
  const char *address;  // it listens on; of the settings or the command line
  bool https;           // browsers come by TLS: cookies are __Host- and Secure
  struct lane *hash;    // two threads: at most two passwords are reckoned at once
  struct lane *write;   // one thread: the one writer and the one audit writer of this process
  struct lane *reads;   // one thread: pages that read so much that others would wait for them
  struct limiter *limiter;
  struct hub *hub;           // event streams
  atomic_size_t streams;     // open now
  struct players *players;   // open recordings
  struct served *served;     // of their sound, by listening, until it is written
  struct arrivals *arrivals; // files that other systems are sending
  struct limits limits;
  char *decoy; // a password hash nobody has, so that unknown names take as long
};

MUST_CHECK enum err site_open(const char *data_path, const struct routes *routes, struct site *out);
MUST_CHECK enum err site_start(struct site *s); // its threads
void site_quiet(struct site *s); // ends streams, empties lanes; before the server stops
void site_drop(struct site *s);  // after it

void site_tell(struct site *s); // a sign of life, and which limits have bitten; any thread
MUST_CHECK enum err site_tidy_now(struct site *s); // before the threads
void site_tidy(struct site *s); // grants that began or ended, sessions that grew old; any thread

MUST_CHECK enum err worker_db(const struct site *s, struct db **out);
MUST_CHECK enum err worker_keys(const struct site *s, struct keystore **out);
void worker_leave(void); // closes what this thread opened; also at thread's end
