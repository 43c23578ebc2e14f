// SPDX-License-Identifier: Apache-2.0
// Pcap source: frames from a live interface. The only file that knows libpcap (capture files are
// read by recorder/tap). Frames are valid during the callback. One thread.
#pragma once
#include "recorder/wire/dissect.h"

struct pcap_source;
typedef void pcap_frame_fn(void *ctx, const struct frame *f);

struct pcap_live {
  const char *interface;     // "any" for all
  const uint16_t *tcp_ports; // of SIP; UDP is taken on every port, as media has no fixed one
  size_t n_tcp_ports;
  size_t buffer_bytes; // the kernel's; 0: 64 MiB
};

struct pcap_counts {
  uint64_t received, dropped; // dropped: by the kernel or the interface
};

MUST_CHECK enum err pcap_live_open(const struct pcap_live *how, struct pcap_source **out);
void pcap_source_free(struct pcap_source *s);
// Delivers what there is, at most `max` frames.
MUST_CHECK enum err pcap_source_read(struct pcap_source *s, int max, pcap_frame_fn *fn, void *ctx);
int pcap_source_fd(const struct pcap_source *s); // for poll
void pcap_source_counts(struct pcap_source *s, struct pcap_counts *out);
