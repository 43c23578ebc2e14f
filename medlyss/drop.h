// SPDX-License-Identifier: Apache-2.0
// Drop: a child of a supervisor that runs as root becomes its own user where the installation made
// such users (deploy/systemd/medlyss.sysusers); medlyss-capture keeps CAP_NET_RAW, and only that.
// Without those users everything stays one user, and `medlyss check` says so. Called in the child,
// between fork and exec.
//   medlyss        the settings: all
//   medlyss-db     the catalogue, recordings, import/: encode (which imports too), web, keeper
//   medlyss-keys   the site's and the encoder's secret keys: encode, web, keeper
//   medlyss-spool  calls in the making: capture, encode
//   medlyss-run    signs of life, the policy, the control socket: capture, encode, keeper
#pragma once
#include "core/base.h"

bool drop_user_exists(const char *program);
bool drop_fits(int data_dir); // root, and a folder of that group: an installation, not a trial
MUST_CHECK enum err drop_to_user(const char *program);
