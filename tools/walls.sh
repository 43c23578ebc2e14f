#!/bin/sh
# walls.sh: who may know whom, checked in a second. A row: what the wall says, what must not be
# found, which files are the door in it, where to look.
set -u
cd "$(dirname "$0")/.."
bad=0
wall() { # wall SAYS PATTERN DOORS PATHS...
  says=$1 pattern=$2 doors=$3
  shift 3
  hits=$(grep -rnE --include='*.[ch]' "$pattern" "$@" 2>/dev/null | grep -vE "^($doors):" || true)
  [ -z "$hits" ] || { echo "wall '$says':"; echo "$hits" | sed 's/^/  /' | head -20; bad=1; }
}
all='core recorder scoring review-web medlyss'

# ---- rooms ----
wall 'core knows nobody'              '#include "(recorder|scoring|review-web|medlyss|gen)/' 'core/(db|db_migrate|keystore|chain)[a-z_]*\.c' core
wall 'the recorder knows core only'   '#include "(scoring|review-web|medlyss)/' '-' recorder
wall 'scoring knows core only'        '#include "(recorder|review-web|medlyss)/' '-' scoring
wall 'the web never records'          '#include "(recorder|medlyss)/' '-' review-web
wall 'the web enters scoring by its front door' '#include "scoring/[^s]|#include "scoring/s[^c]' '-' review-web
wall 'the front command knows core'   '#include "(recorder|scoring|review-web)/' 'medlyss/keeper/(samples|main)\.c' medlyss
wall 'the keeper enters scoring by its front door' '#include "scoring/[^s]|#include "scoring/s[^c]' '-' medlyss
wall 'the wire reads and writes nothing' '#include "recorder/(capture|encode|import|spool)|\<(open|read|write|socket)\(' '-' recorder/wire
wall 'capture never encodes'          '#include "recorder/(encode|import)/' '-' recorder/capture
wall 'encode never captures'          '#include "recorder/(capture|wire/(dissect|link|ip|tcp|sip|sdp))' '-' recorder/encode recorder/import

# ---- vendors: one library, one file that knows it ----
wall 'SQLite behind its driver'       '\<sqlite3_' 'core/db_?[a-z]*\.[ch]' $all
wall 'PostgreSQL behind its driver'   '\<PQ[a-z]' 'core/db_postgres\.c' $all
wall 'microhttpd behind server.c'     '\<MHD_' 'review-web/http/server[a-z_]*\.c' $all
wall 'FFmpeg behind decode and import' '\<(av|avcodec|avformat|swr)_[a-z]+\(|<libav' 'recorder/decode/codec\.c|recorder/import/[a-z_]+\.c' $all
wall 'opus behind its coder and decoder' '\<opus_(encoder|decoder|encode|decode|packet)|<opus' 'recorder/encode/[a-z_]*opus[a-z_]*\.[ch]|recorder/encode/(decode|code)[a-z_]*\.c' $all
wall 'ogg behind the page writer'     '\<ogg_(stream|page|sync|packet)|<ogg' 'core/ogg[a-z_]*\.[ch]' $all
wall 'pcap behind the reader'         '\<pcap_[a-z]+\(|<pcap' 'recorder/capture/pcap[a-z_]*\.[ch]' $all

# ---- habits ----
wall 'SQL lives in schemas'           '"(SELECT|INSERT|UPDATE|DELETE|REPLACE) ' 'core/db_?[a-z]*\.c' $all
wall 'libre owns these prefixes'      '^(enum|struct|void|bool|int|size_t|char|const)[^;]*\<(list|hash|str|mbuf|base64)_[a-z_]+\(' '-' core
exit $bad
