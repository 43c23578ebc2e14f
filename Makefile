# make help lists what can be made. Everything built lands in build/.
MODE    ?= release
B       := build/$(MODE)
G       := build/gen
CC      ?= gcc
CFLAGS  ?= -O2 -g
# One short line for each file that is made; V=1 shows the whole command.
Q       := $(if $(V),,@)
say      = $(if $(V),@:,$(if $(findstring s,$(firstword -$(MAKEFLAGS))),@:,@echo "  $1 $2"))
STD     := -std=c17 -D_GNU_SOURCE -I. -Ibuild
WARN    := -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes \
           -Wmissing-prototypes -Wvla -Wundef -Wcast-qual -Wwrite-strings -Wformat=2 \
           -Wnull-dereference -Wimplicit-fallthrough -Wdouble-promotion -Wswitch-enum -Werror
HARDEN  := -fstack-protector-strong -fstack-clash-protection -fPIE -fcf-protection
LINK    := -pie -Wl,--as-needed -Wl,-z,relro,-z,now
ifeq ($(MODE),release)
HARDEN  += -D_FORTIFY_SOURCE=2
else ifeq ($(MODE),debug)
CFLAGS  := -O0 -g3
else ifeq ($(MODE),asan)
CFLAGS  := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
HARDEN  := -fstack-protector-strong -fPIE
else ifeq ($(MODE),tsan)
CFLAGS  := -O1 -g -fno-omit-frame-pointer -fsanitize=thread
HARDEN  := -fstack-protector-strong -fPIE
else ifeq ($(MODE),cover)
CFLAGS  := -O0 -g --coverage
else ifeq ($(MODE),analyze)
CFLAGS  := -O1 -g -fanalyzer -fanalyzer-verbosity=0
else ifeq ($(MODE),fuzz)
CC      := clang
CFLAGS  := -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
HARDEN  := -fPIE
else
$(error MODE is release, debug, asan, tsan, cover, analyze or fuzz, not $(MODE))
endif

ifneq ($(MODE),release)
# gcc guesses differently when it instruments; the release build is the judge of warnings
WARN    += -Wno-format-truncation -Wno-maybe-uninitialized -Wno-null-dereference -Wno-sign-conversion -Wno-conversion
endif
ifeq ($(MODE),fuzz)
WARN    += -Wno-unknown-warning-option -Wno-missing-field-initializers
endif

# ---- rooms: a folder is a static library; a main.c in it is a program -------------------------
ROOMS    := core vault centre recorder recorder/wire recorder/tap recorder/signal recorder/stream recorder/call \
            recorder/siprec recorder/capture recorder/decode recorder/encode \
            recorder/import scoring/pure scoring/life scoring/cli review-web/http review-web/api medlyss medlyss/keeper medlyss/monitor
PROGRAMS := $(patsubst %.c,$B/%.o,$(wildcard */main.c recorder/*/main.c scoring/*/main.c medlyss/*/main.c))
room      = $(patsubst %.c,$B/%.o,$(filter-out %/main.c,$(wildcard $1/*.c)))
LIBS     := $(foreach r,$(ROOMS),$B/lib/$(subst /,-,$r).a)
archives  = $(patsubst %,$B/lib/%.a,$1)
together  = -Wl,--start-group $1 -Wl,--end-group
HOUSE    := $(call archives,vault centre core)
SCORING  := $(call archives,scoring-life scoring-pure) $(HOUSE)
include tools/generate.mk
include tools/sanitize.mk
include tools/programs.mk
include tools/ui.mk

.PHONY: commands reference analyze unit help deps all ui test lint corpus bench fuzz torture demo install clean format check-ci
help:                                    ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | sort -u | expand -t 14
all: $(BINS)                             ## build every program

$B/%.o: %.c | $(GENERATED_HEADERS)
	@mkdir -p $(@D)
	$(call say,cc,$<)
	$(Q)$(CC) $(STD) $(WARN) $(HARDEN) $(CFLAGS) -MMD -MP -c $< -o $@
define room_rule
$B/lib/$(subst /,-,$1).a: $(call room,$1) $(if $(filter core,$1),$(GENERATED_OBJECTS))
	@mkdir -p $$(@D)
	$$(call say,ar,$$@)
	@rm -f $$@
	$$(Q)$$(AR) rcs $$@ $$^
endef
$(foreach r,$(ROOMS),$(eval $(call room_rule,$r)))

UNIT := $(patsubst %.c,$B/%.o,$(wildcard tests/unit/*.c) tests/memory_archive.c)
$B/tests/unit-all: $(UNIT) $(LIBS)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS) $(LINK) $(UNIT) -Wl,--start-group $(LIBS) -Wl,--end-group $(ALL_VENDOR_LIBS) -o $@
UNIT_STARTS := $B/bin/medlyss-import $B/bin/medlyss-decode # the programs that unit tests start
unit: $B/tests/unit-all $(UNIT_STARTS)               ## the unit tests alone (K=name picks)
	$< $(K)
# What sqlgen writes is of one pattern: make torture reads it all the same (GENERATED=1).
analyze: $(foreach r,$(ROOMS),$(call room,$r)) $(if $(GENERATED),$(GENERATED_OBJECTS)) ## compile with gcc -fanalyzer (MODE=analyze)
reference:                               ## docs/reference.md from schemas/
commands: $(BINS)                        ## docs/commands.md from --help
	sh tools/commands.sh $B/bin > docs/commands.md
test:                                    ## all that must hold; ends with "N passed, N failed" (MODE=asan, tsan)
	sh tests/run.sh
lint:                                    ## walls, formats, analyzers, lengths
	sh tools/lint.sh
include tools/fuzz.mk
include tools/demo.mk
include tools/bench.mk
compdb:                                  ## compile_commands.json, for clangd and other readers
	@sh tools/compdb.sh "$(CC) $(STD) $(WARN) $(CFLAGS)" >compile_commands.json
deps:                                    ## what bootstrap would install, with the reasons
	@sed -n '/^|/p' docs/dependencies.md
PREFIX ?= /usr
install: all                             ## programs, units, the proxy sample and the guide (PREFIX, DESTDIR)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/systemd/system/medlyss-.service.d \
	  $(DESTDIR)$(PREFIX)/lib/sysusers.d $(DESTDIR)$(PREFIX)/share/doc/medlyss
	install -m 755 $(filter $B/bin/medlyss%,$(BINS)) $(DESTDIR)$(PREFIX)/bin
	install -m 644 deploy/systemd/*.service deploy/systemd/*.target $(DESTDIR)$(PREFIX)/lib/systemd/system
	install -m 644 deploy/systemd/medlyss-.service.d/*.conf $(DESTDIR)$(PREFIX)/lib/systemd/system/medlyss-.service.d
	install -m 644 deploy/systemd/medlyss.sysusers $(DESTDIR)$(PREFIX)/lib/sysusers.d/medlyss.conf
	install -m 644 docs/operate.md docs/reference.md docs/commands.md deploy/nginx/medlyss.conf $(DESTDIR)$(PREFIX)/share/doc/medlyss
clean:                                   ## remove what was built
	rm -rf build
format:                                  ## lay the code out
	clang-format -i $$(git ls-files '*.[ch]')
	cd review-web/ui && ../../tests/ui/node_modules/.bin/biome check --write --assist-enabled=false .
-include $(shell find $B -name '*.d' 2>/dev/null)
