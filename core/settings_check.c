// SPDX-License-Identifier: Apache-2.0
#include "core/settings_check.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <stdio.h>
#include <sys/stat.h>

#include "core/err.h"
#include "core/file.h"

enum { PATH_ROOM = 512 };

// ---- words ------------------------------------------------------------------------------------
static const char *a_name(struct sv text) { return sv_trim(text).n ? NULL : "a name, not empty"; }
const char *settings_fits_site_name(struct sv text) { return a_name(text); }
const char *settings_fits_caller_word(struct sv text) { return a_name(text); }
const char *settings_fits_caller_word_en(struct sv text) { return a_name(text); }

static bool made_of(struct sv text, const char *chars) {
  for (size_t i = 0; i < text.n; i++) {
    char c = text.p[i];
    bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!plain && (!c || !strchr(chars, c))) return false;
  }
  return text.n != 0;
}

// Words between commas, none of them empty; an empty text has none.
static const char *each(struct sv text, bool (*fits)(struct sv word), const char *is) {
  if (!sv_trim(text).n) return NULL;
  for (bool more = true; more;) {
    size_t at;
    more = sv_find(text, ',', &at);
    if (!fits(sv_trim(more ? sv_first(text, at) : text))) return is;
    if (more) text = sv_from(text, at + 1);
  }
  return NULL;
}

static bool is_interface(struct sv w) { return w.n < IFNAMSIZ && made_of(w, "._:-@"); }
const char *settings_fits_interfaces(struct sv text) {
  return each(text, is_interface, "names of network interfaces, separated by commas");
}

static bool is_port(struct sv w) {
  int64_t port;
  return sv_is_i64(w, 1, 65535, &port);
}
const char *settings_fits_sip_ports(struct sv text) {
  const char *is = "ports from 1 to 65535, separated by commas, at least one";
  return sv_trim(text).n ? each(text, is_port, is) : is;
}

static bool is_header(struct sv w) { return made_of(w, "-.!%*_+`'~"); }
const char *settings_fits_join_headers(struct sv text) {
  return each(text, is_header, "names of SIP headers, separated by commas");
}

// As people write it down: digits, and what parts them.
const char *settings_fits_care_on_call(struct sv text) {
  static const char *const is = "a telephone number: digits, and + - ( ) / between them";
  size_t digits = 0;
  if (!sv_trim(text).n) return NULL;
  for (size_t i = 0; i < text.n; i++) {
    if (!text.p[i] || !strchr("0123456789+-()/ ", text.p[i])) return is;
    digits += text.p[i] >= '0' && text.p[i] <= '9';
  }
  return digits >= 2 ? NULL : is;
}

const char *settings_fits_country_code(struct sv text) {
  bool digits = !text.n || text.p[0] != '0';
  for (size_t i = 0; i < text.n; i++) digits &= text.p[i] >= '0' && text.p[i] <= '9';
  return digits ? NULL : "a country's code is digits without + and zeros before, 46";
}

const char *settings_fits_number_salt(struct sv text) {
  (void)text;
  return NULL; // any text: nothing obeys it yet
}

// ---- the tz database --------------------------------------------------------------------------
// A zone the C library does not find is UTC to it, without a word.
static bool is_zone_file(const char *path) {
  AUTO(fd) fd in = -1;
  char magic[4];
  bool good = !file_open(AT_FDCWD, path, O_RDONLY, 0, &in) &&
              pread(in, magic, sizeof magic, 0) == sizeof magic && !memcmp(magic, "TZif", 4);
  err_forget();
  return good;
}

const char *settings_fits_time_zone(struct sv text) {
  const char *base = getenv("TZDIR");
  char path[PATH_ROOM];
  if (!base) base = "/usr/share/zoneinfo";
  if (access(base, F_OK)) return "found in no tz database: there is none here; install tzdata";
  snprintf(path, sizeof path, "%s/" SV_FMT, base, SV_ARG(text));
  if (!made_of(text, "_+-/") || text.p[0] == '/' || !is_zone_file(path))
    return "a name of the tz database, such as Europe/Stockholm";
  return NULL;
}

// ---- folders and files ------------------------------------------------------------------------
// Of what lies where this user may not look nothing is said.
static bool is_absent(const char *path) {
  struct stat st;
  return stat(path, &st) && (errno == ENOENT || errno == ENOTDIR);
}

const char *settings_fits_spool(struct sv text) {
  char path[PATH_ROOM];
  snprintf(path, sizeof path, SV_FMT, SV_ARG(text));
  if (!text.n) return NULL;
  return *path != '/'      ? "a path from /, or empty"
         : is_absent(path) ? "a folder that is there: make it first"
                           : NULL;
}

const char *settings_fits_audit_heads(struct sv text) {
  char path[PATH_ROOM];
  snprintf(path, sizeof path, SV_FMT, SV_ARG(text));
  if (!text.n) return NULL;
  char *slash = strrchr(path, '/');
  if (*path != '/' || !slash[1]) return "a file's path from /, or empty";
  slash[slash == path] = '\0';
  return is_absent(path) ? "a file in a folder that is there: make the folder first" : NULL;
}

// ---- addresses --------------------------------------------------------------------------------
static bool is_address(struct sv host, int *out_bits) {
  char text[INET6_ADDRSTRLEN];
  struct in6_addr any;
  if (!host.n || host.n >= sizeof text) return false;
  memcpy(text, host.p, host.n);
  text[host.n] = '\0';
  *out_bits = memchr(text, ':', host.n) ? 128 : 32;
  return inet_pton(*out_bits == 128 ? AF_INET6 : AF_INET, text, &any) == 1;
}

static bool is_name(struct sv host) {
  return host.n <= 253 && made_of(host, "-.") && host.p[0] != '.' && host.p[0] != '-';
}

// host, [v6], each with :port or without.
static bool is_host(struct sv text, bool wants_port) {
  int bits = 0;
  size_t at = 0;
  int64_t port;
  struct sv host = text;
  bool v6 = text.n && text.p[0] == '[';
  if (v6 && !sv_find(text, ']', &at)) return false;
  if (v6) host = sv_first(text, at + 1);
  if (!v6 && sv_find(text, ':', &at)) host = sv_first(text, at);
  struct sv rest = sv_from(text, host.n);
  bool good =
      v6 ? is_address(sv_from(sv_first(host, host.n - 1), 1), &bits) && bits == 128 : is_name(host);
  if (rest.n) good &= rest.p[0] == ':' && !sv_i64(sv_from(rest, 1), 0, 65535, &port);
  err_forget();
  return good && (rest.n || !wants_port);
}

const char *settings_fits_listen(struct sv text) {
  if (sv_starts(text, SV("unix:/"))) return NULL;
  return is_host(text, true) ? NULL : "an address and a port, such as 127.0.0.1:8070";
}

const char *settings_fits_public_address(struct sv text) {
  struct sv host = text;
  if (!text.n) return NULL;
  if (sv_starts(host, SV("https://")))
    host = sv_from(host, 8);
  else if (sv_starts(host, SV("http://")))
    host = sv_from(host, 7);
  else
    host = (struct sv){0};
  if (host.n && host.p[host.n - 1] == '/') host = sv_first(host, host.n - 1);
  return is_host(host, false) ? NULL : "http:// or https:// and a name, and no more";
}

static bool is_allowed(struct sv w) { return is_host(w, false); }
const char *settings_fits_allowed_hosts(struct sv text) {
  return each(text, is_allowed, "names of hosts, separated by commas");
}

static bool is_network(struct sv w) {
  int bits = 0;
  size_t at;
  int64_t n;
  if (!sv_find(w, '/', &at)) return is_address(w, &bits);
  return is_address(sv_first(w, at), &bits) && sv_is_i64(sv_from(w, at + 1), 0, bits, &n);
}
const char *settings_fits_trusted_proxies(struct sv text) {
  return each(text, is_network, "addresses or networks, separated by commas");
}
const char *settings_fits_siprec_peers(struct sv text) {
  return settings_fits_trusted_proxies(text);
}
const char *settings_fits_siprec_listen(struct sv text) {
  if (!text.n || is_host(text, true)) return NULL;
  return "an address and a port, such as 192.0.2.10:5060, or empty";
}
// Figures may be fetched over the network: whoever can reach the address reads them.
const char *settings_fits_metrics_listen(struct sv text) {
  return text.n ? settings_fits_listen(text) : NULL;
}
const char *settings_fits_siprec_address(struct sv text) {
  int bits;
  return !text.n || is_address(text, &bits) ? NULL : "an address, such as 192.0.2.10, or empty";
}
const char *settings_fits_siprec_ports(struct sv text) {
  int64_t low, high;
  struct sv rest = text, first = sv_cut(&rest, '-');
  bool good = sv_is_i64(sv_trim(first), 1024, 65534, &low) &&
              sv_is_i64(sv_trim(rest), low + 1, 65535, &high);
  return good ? NULL : "a range of ports, such as 40000-41999";
}
const char *settings_fits_siprec_tls_listen(struct sv text) {
  return settings_fits_siprec_listen(text);
}
static const char *fits_pem(struct sv text) {
  return !text.n || text.p[0] == '/' ? NULL : "the whole path of a PEM file, or empty";
}
const char *settings_fits_siprec_tls_certificate(struct sv text) { return fits_pem(text); }
const char *settings_fits_siprec_tls_key(struct sv text) { return fits_pem(text); }
const char *settings_fits_siprec_clients(struct sv text) {
  return !text.n || text.p[0] == '/' ? NULL : "the whole path of a file of htdigest's, or empty";
}
const char *settings_fits_siprec_tls_clients(struct sv text) { return fits_pem(text); }
