// SPDX-License-Identifier: Apache-2.0
// Mirror: network interfaces that see the traffic, as a source of calls: pcap, tap and a tracker.
#pragma once
#include "recorder/capture/options.h"
#include "recorder/source.h"

extern const struct source_kind mirror_source; // asked: struct options
