#!/bin/sh
# Each systemd unit, with the shared drop-in, is at most 2.0 on systemd's own exposure scale (T17).
set -u
cd "$(dirname "$0")/../.."
command -v systemd-analyze >/dev/null || { echo "skip units: systemd-analyze is not here"; exit 0; }
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root/etc/systemd/system"
cp -r deploy/systemd/. "$root/etc/systemd/system/"
for unit in deploy/systemd/*.service; do
  name=$(basename "$unit")
  level=$(systemd-analyze security --offline=true --root="$root" --no-pager "$name" 2>/dev/null |
    sed -n 's/.*exposure level for .*: \([0-9.]*\) .*/\1/p')
  if [ -n "$level" ] && awk "BEGIN{exit !($level <= 2.0)}"; then
    echo "ok $name is exposed $level of 10"
  else
    echo "not ok $name is exposed ${level:-unknown} of 10, 2.0 is the most"
  fi
done
