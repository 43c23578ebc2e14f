// SPDX-License-Identifier: Apache-2.0
#include "recorder/capture/pcap_source.h"

#include <pcap/pcap.h>

#include "core/base.h"
#include "core/buf.h"
#include "core/scope.h"
#include "recorder/wire/link.h"

enum { SNAP_BYTES = 65535, BUFFER_BYTES = 64 << 20 };

struct pcap_source {
  pcap_t *pcap;
  int link;
  uint32_t net;
  pcap_frame_fn *fn;
  void *ctx;
};

static enum err source_new(pcap_t *pcap, struct pcap_source **out) {
  int link = pcap_datalink(pcap);
  struct pcap_source *s = link_known(link) ? calloc(1, sizeof *s) : NULL;
  if (!s) {
    const char *name = pcap_datalink_val_to_name(link);
    enum err rc =
        fail(E_UNSUPPORTED, "link layer %d (%s) is not understood", link, name ? name : "?");
    pcap_close(pcap);
    return rc;
  }
  s->pcap = pcap;
  s->link = link;
  *out = s;
  return OK;
}

// All UDP, SIP's TCP ports (and TLS's, to say that it is there), every later fragment, and what
// wraps them: libpcap cannot look behind a tag or a tunnel of unknown depth, so these are taken
// whole. IPsec is left out: nothing of it can be read, and a gateway's mirror may be full of it.
static void live_filter(const struct pcap_live *how, struct buf *out) {
  buf_add_str(out, "udp or (ip[6:2] & 0x1fff != 0) or (ip6[6] = 44) or ip proto 4 or ip proto 41"
                   " or proto 47 or proto 97 or proto 115 or proto 137 or tcp port 5061");
  for (size_t i = 0; i < how->n_tcp_ports; i++)
    buf_printf(out, " or tcp port %u", how->tcp_ports[i]);
}

static enum err filter_set(pcap_t *pcap, const struct pcap_live *how) {
  static const unsigned wrappers[] = {0x8100, 0x88a8, 0x9100, 0x8864, 0x8847, 0x8848, 0x8926,
                                      0x893f, 0x88e7, 0x88e5, 0x8903, 0x8909, 0x894f, 0x892f};
  AUTO(buf) struct buf text = {0};
  struct bpf_program program;
  live_filter(how, &text);
  if (pcap_datalink(pcap) == DLT_EN10MB)
    for (size_t i = 0; i < countof(wrappers); i++)
      buf_printf(&text, " or ether proto 0x%x", wrappers[i]);
  TRY(buf_check(&text));
  if (pcap_compile(pcap, &program, text.p, 1, PCAP_NETMASK_UNKNOWN))
    return fail(E_BROKEN, "filter: %s", pcap_geterr(pcap));
  int set = pcap_setfilter(pcap, &program);
  pcap_freecode(&program);
  return set ? fail(E_IO, "filter: %s", pcap_geterr(pcap)) : OK;
}

static enum err live_start(pcap_t *pcap, const struct pcap_live *how) {
  char why[PCAP_ERRBUF_SIZE] = "";
  pcap_set_snaplen(pcap, SNAP_BYTES);
  pcap_set_promisc(pcap, 1);
  // Not immediate mode: that gives every packet a slot as long as the snap length, 1,000 of them in
  // 64 MiB. Time stamps are the kernel's either way; a packet waits at most this long.
  pcap_set_timeout(pcap, 20);
  pcap_set_buffer_size(pcap, how->buffer_bytes ? (int)how->buffer_bytes : BUFFER_BYTES);
  int rc = pcap_activate(pcap);
  if (rc < 0)
    return fail(rc == PCAP_ERROR_PERM_DENIED ? E_FORBIDDEN : E_IO, "%s: %s", how->interface,
                pcap_geterr(pcap));
  TRY(filter_set(pcap, how));
  return pcap_setnonblock(pcap, 1, why) ? fail(E_IO, "%s", why) : OK;
}

enum err pcap_live_open(const struct pcap_live *how, struct pcap_source **out) {
  char why[PCAP_ERRBUF_SIZE] = "";
  pcap_t *pcap = pcap_create(how->interface, why);
  if (!pcap) return fail(E_IO, "%s: %s", how->interface, why);
  enum err rc = live_start(pcap, how);
  if (rc) {
    pcap_close(pcap);
    return rc;
  }
  TRY(source_new(pcap, out));
  (*out)->net = net_of_interface(sv_of(how->interface));
  return OK;
}

void pcap_source_free(struct pcap_source *s) {
  if (!s) return;
  pcap_close(s->pcap);
  free(s);
}

static void on_frame(u_char *user, const struct pcap_pkthdr *h, const u_char *bytes) {
  struct pcap_source *s = (struct pcap_source *)(void *)user;
  struct frame f = {.link = s->link,
                    .at_us = h->ts.tv_sec * 1000000LL + h->ts.tv_usec,
                    .wire_n = h->len,
                    .net = s->net,
                    .bytes = {bytes, h->caplen}};
  s->fn(s->ctx, &f);
}

enum err pcap_source_read(struct pcap_source *s, int max, pcap_frame_fn *fn, void *ctx) {
  s->fn = fn;
  s->ctx = ctx;
  int n = pcap_dispatch(s->pcap, max, on_frame, (u_char *)s);
  return n < 0 ? fail(E_IO, "capture: %s", pcap_geterr(s->pcap)) : OK;
}

int pcap_source_fd(const struct pcap_source *s) { return pcap_get_selectable_fd(s->pcap); }

void pcap_source_counts(struct pcap_source *s, struct pcap_counts *out) {
  struct pcap_stat stat = {0};
  *out = (struct pcap_counts){0};
  if (pcap_stats(s->pcap, &stat)) return;
  *out = (struct pcap_counts){stat.ps_recv, (uint64_t)stat.ps_drop + stat.ps_ifdrop};
}
