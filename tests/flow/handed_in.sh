#!/bin/sh
# A published version, a released evaluation and a resolved dispute: every way SQL has to change them
# is refused by SQLite, and afterwards every row is what it was. PostgreSQL: tests/flow/postgres.sh.
set -u
cd "$(dirname "$0")/../.."
bin=${BIN:-build/${MODE:-release}/bin}
at=$(mktemp -d "${TMPDIR:-/tmp}/medlyss-handed.XXXXXX")
trap 'rm -rf "$at"' EXIT INT TERM
"$bin/medlyss" init --data "$at/house" >"$at/out" 2>&1 || { cat "$at/out"; echo "not ok init"; exit 1; }
. tests/handed_in.sh
ask() { sqlite3 -batch -bail -cmd 'PRAGMA foreign_keys = ON' "$at/house/catalogue.db" "$1"; }
refuse_all sqlite "s/@\([0-9]\)/x'0000000000007000800000000000000\1'/g"
