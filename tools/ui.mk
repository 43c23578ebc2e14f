# The pages: npm's pinned packages, a type check, one bundle. Runs on Debian's own nodejs 18.
UI      := review-web/ui
UI_SRC  := $(shell find $(UI) \( -name node_modules -o -name dist \) -prune -o -type f -print)
UI_DIST := $(UI)/dist/index.html
TSC     := node node_modules/typescript/bin/tsc --noEmit --incremental --tsBuildInfoFile $(CURDIR)/build/tsc.info

ui: $(UI_DIST)                           ## the pages, bundled into review-web/ui/dist
$(UI)/node_modules/.package-lock.json: $(UI)/package-lock.json
	cd $(UI) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
$(UI_DIST): $(UI)/node_modules/.package-lock.json $(UI_SRC) $G/api.ts $G/sql/rows.ts
	cd $(UI) && $(TSC) && node build.mjs

ui-types: $(UI)/node_modules/.package-lock.json $G/api.ts
	cd $(UI) && $(TSC)

# What is embedded in the service is what the sources say (tools/generate.mk looks at it each time).
assets-look: $(UI_DIST)

# The browser tests want Node 20 or later; where the system's is older, an npm package brings one.
ui-test: $(UI_DIST)                      ## the pages in a real browser
	sh tests/ui/run.sh
.PHONY: ui-test ui-types
