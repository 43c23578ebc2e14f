#!/bin/sh
# T6 behind the proxy: the same request shapes through deploy/nginx's own configuration, with TLS.
cd "$(dirname "$0")/../.." && exec node tests/flow/web/proxy.mjs
