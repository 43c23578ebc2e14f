#!/bin/sh
# walls.sh: who may know whom, checked in a second. A row: what the wall says, what must not be
# found, which files are the door in it, where to look.
set -u
cd "$(dirname "$0")/.."
bad=0
wall() { # wall SAYS PATTERN DOORS PATHS...
  says=$1 pattern=$2 doors=$3
  shift 3
  hits=$(grep -rnE --include='*.[ch]' --include='*.ts' --include='*.tsx' --exclude-dir=node_modules "$pattern" "$@" 2>/dev/null | grep -vE "^($doors):" || true)
  [ -z "$hits" ] || { echo "wall '$says':"; echo "$hits" | sed 's/^/  /' | head -20; bad=1; }
}
all='core vault centre recorder scoring review-web medlyss'

# ---- rooms ----
wall 'core knows nobody'              '#include "(vault|centre|recorder|scoring|review-web|medlyss|gen)/' '-' core
wall 'the vault knows core and its own keys' '#include "(centre|recorder|scoring|review-web|medlyss|gen/sql)/' '-' vault
wall 'the centre knows core'          '#include "(vault|recorder|scoring|review-web|medlyss|gen/keysql)/' '-' centre
wall 'the recorder knows no room above it' '#include "(scoring|review-web|medlyss)/' '-' recorder
wall 'who meets the wire opens neither vault nor centre' '#include "(vault|centre)/' '-' recorder/wire recorder/tap recorder/signal recorder/stream recorder/call recorder/siprec recorder/capture recorder/decode
# shellcheck disable=SC2046
wall 'control, state, policy and spool know no source' '#include "recorder/(call|capture|tap|signal|stream|encode|import|decode|wire|siprec)/' '-' $(echo recorder/*.[ch])
wall 'one file knows the folder of sound' 'DATADIR_AUDIO\>' 'vault/archive_folder\.c|core/datadir\.[ch]' $all
wall 'an archive is known by its table' '#include "vault/archive_driver' 'vault/archive[a-z_]*\.[ch]' $all
wall 'scoring knows the centre, and no sound' '#include "(vault|recorder|review-web|medlyss)/' '-' scoring
wall 'arithmetic knows no catalogue'  '#include "(gen/|centre/|scoring/(life|cli)|core/(db|settings|datadir|file))' '-' scoring/pure
wall 'the life of a thing knows no command' '#include "scoring/cli' '-' scoring/life
wall 'the web never records'          '#include "(recorder|medlyss)/' '-' review-web
wall 'the server knows no handler'     '#include "review-web/api/' '-' review-web/http
wall 'the web enters scoring by its front door' '#include "scoring/[^s]|#include "scoring/s[^c]' '-' review-web
wall 'the front command knows core'   '#include "(recorder|scoring|review-web)/' 'medlyss/keeper/(samples|main)\.c' medlyss
wall 'the keeper enters scoring by its front door' '#include "scoring/[^s]|#include "scoring/s[^c]' '-' medlyss
wall 'the wire reads and writes nothing' '#include "recorder/(capture|encode|import|spool)|\<(open|read|write|socket)\(' '-' recorder/wire
wall 'the tap knows the wire only'    '#include "recorder/[^tw]' '-' recorder/tap
wall 'signal knows no stream and no call' '#include "recorder/(stream|call|capture|tap|spool|encode|import)|\<(open|read|write|socket)\(' '-' recorder/signal
wall 'stream knows neither'           '#include "recorder/(signal|call|capture|tap|spool|encode|import)|wire/s|\<(open|read|write|socket)\(' '-' recorder/stream
wall 'what a recording client says is read without input or output' '\<(open|read|write|socket|sendto|recvfrom)\(|<re\.h|<sys/socket' '-' recorder/siprec/book.c recorder/siprec/metadata.c recorder/siprec/offer.c recorder/siprec/read.c recorder/siprec/who.c recorder/siprec/xml.c
wall 'the judge asks no program'      '#include "recorder/(capture|tap|encode|import)' '-' recorder/call
wall 'TLS behind the transport'       '\<SSL_[A-Za-z_]+\(|<openssl/ssl' 'recorder/siprec/tls\.c' $all
wall 'expat behind the metadata'      '\<XML_[A-Z][a-zA-Z]+\(|<expat' 'recorder/siprec/xml\.c' $all
wall 'SRTP behind its locks'          '\<srtp_[a-z_]+\(|<srtp2' 'recorder/call/srtp\.c' $all
wall 'capture never encodes'          '#include "recorder/(encode|import)/' '-' recorder/capture
wall 'encode never captures'          '#include "recorder/(capture|tap|wire/(dissect|link|ip|tcp|sip|sdp))' '-' recorder/encode recorder/import

# Handlers hold no rights: what a path names dispatch has found (centre/reach.h), what a body names they
# ask for (may_reach_…), rows they ask of (may_see_…), what a page may offer they tell (may_do_…). The door: codes.c gives the first administrator
# her role, which is a row it writes and no question it asks.
wall 'handlers hold no rights'        '\<(may_(call|first_part|part|lead|seat|over_team|write_at|hear|let_in|plan_for|reach|given|rights_over)|viewer_(read|grant|over|in_team)|rights_of_role|role_(known|leads|of_site)|agreement_lets_[a-z]+)\(|\<R_[A-Z]+\>|viewer\.rights &|[sS]trn?cmp\([^,]*role|role = "|->may\>|over_all' 'review-web/api/codes\.c' review-web/api
wall 'what a body names is reached in one place' 'struct reached \{|\(struct reached|may_reach_of_the_house' 'centre/may_reach\.[ch]|medlyss/user\.c' $all

# ---- rooms of the pages: words, keys and player < state < parts < pages ----
ui=review-web/ui
wall 'the player knows sound and drawing' "from '(\.\./)+(api|pages|parts|state|words|keys)" '-' $ui/player
wall 'no part of a page knows the page' "from '(\.\./)+pages" '-' $ui/parts $ui/state $ui/player $ui/keys $ui/words $ui/api
wall 'words know nobody'              "from '(\.\./)+(pages|parts|state|player|keys)" '-' $ui/words
wall 'one client speaks to the service' '\<fetch\([^)]|new (XMLHttpRequest|WebSocket)' "$ui/api/[a-z]+\.ts" $ui/parts $ui/pages $ui/state $ui/player $ui/keys $ui/words $ui/app.tsx

# ---- vendors: one library, one file that knows it ----
wall 'SQLite behind its driver'       '\<sqlite3_' 'core/db_?[a-z]*\.[ch]' $all
wall 'PostgreSQL behind its driver'   '\<PQ[a-z]' 'core/db_postgres\.c' $all
wall 'microhttpd behind server.c'     '\<MHD_' 'review-web/http/server[a-z_]*\.c' $all
wall 'FFmpeg behind decode and import' '\<(av|avcodec|avformat|swr)_[a-z]+\(|<libav' 'recorder/decode/codec\.c|recorder/import/[a-z_]+\.c' $all
wall 'opus behind its coder and decoder' '\<opus_(encoder|decoder|encode|decode|packet)|<opus' 'recorder/encode/[a-z_]*opus[a-z_]*\.[ch]|recorder/encode/(decode|code)[a-z_]*\.c' $all
wall 'ogg behind the page writer'     '\<ogg_(stream|page|sync|packet)|<ogg' 'core/ogg[a-z_]*\.[ch]' $all
wall 'pcap behind the reader'         '\<pcap_[a-z]+\(|<pcap' 'recorder/capture/pcap[a-z_]*\.[ch]' $all

wall 'zlib behind the inflow'         '\<(inflate|deflate)[A-Z]?[a-zA-Z0-9]*\(|<zlib' 'recorder/(tap/inflow|siprec/packed)\.c' $all

# ---- habits ----
wall 'what happened is told once, by the centre' '\<(chain_append|chain_append_rows|sql_audit_add|sql_outbox_add)\(' 'centre/[a-z_]*\.[ch]' $all
wall 'SQL lives in schemas'           '"(SELECT|INSERT|UPDATE|DELETE|REPLACE) ' 'core/db_?[a-z]*\.c' $all
wall 'libre owns these prefixes'      '^(enum|struct|void|bool|int|size_t|char|const)[^;]*\<(list|hash|str|mbuf|base64)_[a-z_]+\(' '-' core
wall 'that a thing is absent is Nothing to say' '<Hint>[^<]*([nN]one|[Ii]nget|[Ii]nga |[Nn]othing)' '-' review-web/ui/pages review-web/ui/parts
for event in $(sed -n 's/^EVENT(\([A-Z_]*\),.*/EV_\1/p' schemas/events.def); do
  grep -rqw --include='*.c' --include=routes.def "$event" $all schemas || { echo "wall 'every event is told by somebody': $event"; bad=1; }
done
# Pages ask can('TRENDS'), and holds('OWN') where it is not a right: roles are data (schemas/roles.def).
named=$(sed -n 's/^ROLE(\([a-z]*\),.*/\1/p' schemas/roles.def | grep -vx agent | paste -sd'|')
hits=$(grep -rnE --include='*.ts' --include='*.tsx' --exclude-dir=node_modules --exclude-dir=dist "'($named)'|[rR]oles?[^a-z]*'agent'" review-web/ui | grep -v '^review-web/ui/api/roles\.ts:' || true)
[ -z "$hits" ] || { echo "wall 'pages know no role by its name':"; echo "$hits" | sed 's/^/  /'; bad=1; }
hits=$(grep -nE "role (=|IN \()[^R]*'" schemas/queries/*.sql || true)
[ -z "$hits" ] || { echo "wall 'queries know no role by its name':"; echo "$hits" | sed 's/^/  /'; bad=1; }
exit $bad
