// SPDX-License-Identifier: Apache-2.0
// Sandbox: what the web service could never need is taken from it before it reads its first byte
// from a stranger (core/fence.h). Entered with the listening socket open and before any thread is
// made. Its places are the data folder and the archive.
#pragma once
#include "core/base.h"

struct site;

MUST_CHECK enum err sandbox_enter(const struct site *site);
// Tries what is forbidden (core/fence_try.h); true: all was denied.
bool sandbox_try(const struct site *site);
