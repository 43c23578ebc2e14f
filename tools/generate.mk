# What is made from schemas/ before anything is compiled. Generated files live in build/gen/.
GENERATED_HEADERS := $G/sql/made $G/keysql/made

SQLGEN      := $G/bin/sqlgen
SQLGEN_C    := $(wildcard tools/sqlgen/*.c) $(patsubst %,core/%.c,sv buf err arena file db_lite db_sum)
MIGRATIONS  := $(sort $(wildcard schemas/migrations/*.sql))
QUERIES     := $(sort $(wildcard schemas/queries/*.sql))
SHAPES      := $(sort $(wildcard schemas/shapes/*.shape))
KEY_MIGRATIONS := $(sort $(wildcard schemas/keys/migrations/*.sql))
KEY_QUERIES    := $(sort $(wildcard schemas/keys/queries/*.sql))
# Of each file of queries a pair; sqlgen leaves alone what would not change, so "made" tells make.
generated_of      = $(addprefix gen/$1/,schema $(patsubst %.sql,%,$(notdir $2)))
TOLD_STEMS        := $(patsubst schemas/shapes/%.shape,gen/told/%,$(SHAPES))
GENERATED_STEMS   := $(TOLD_STEMS) $(call generated_of,sql,$(QUERIES)) $(call generated_of,keysql,$(KEY_QUERIES))
GENERATED_OBJECTS := $(patsubst %,$B/%.o,$(GENERATED_STEMS))

$(SQLGEN): $(SQLGEN_C) $(wildcard tools/sqlgen/*.h) schemas/errors.def schemas/roles.def schemas/rights.def schemas/words.def
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(STD) $(WARN) -O1 -g $(SQLGEN_C) -lsqlite3 -lsodium -o $@
$G/sql/made: $(SQLGEN) $(MIGRATIONS) $(QUERIES) $(SHAPES) schemas/kept.sql
	@mkdir -p $(@D) $G/told
	$(Q)$(SQLGEN) catalogue sql $G --opening schemas/kept.sql kept_seal $(MIGRATIONS) -- $(QUERIES) -- $(SHAPES)
	@touch $@
$G/keysql/made: $(SQLGEN) $(KEY_MIGRATIONS) $(KEY_QUERIES)
	@mkdir -p $(@D)
	$(Q)$(SQLGEN) keystore keysql $G $(KEY_MIGRATIONS) -- $(KEY_QUERIES)
	@touch $@
$(patsubst %,build/%.c,$(GENERATED_STEMS)) $G/sql/rows.ts $G/told/schemas.json: $(GENERATED_HEADERS) ;
$B/gen/%.o: $G/%.c | $(GENERATED_HEADERS)
	@mkdir -p $(@D)
	$(call say,cc,$@)
	$(Q)$(CC) $(STD) $(WARN) -Wno-overlength-strings $(HARDEN) $(CFLAGS) -MMD -MP -c $< -o $@
$G/bin/reference: tools/reference/reference.c centre/event_name.c $(patsubst %,core/%.c,settings settings_check sv buf err arena file) $(wildcard schemas/*.def) core/settings.h
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(STD) $(WARN) -O1 $(filter %.c,$^) -linih -o $@
$G/bin/openapi: tools/openapi/openapi.c centre/event_name.c $(patsubst %,core/%.c,jsonw sv buf err arena id clock file) $(wildcard schemas/*.def) $G/sql/made
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(STD) $(WARN) -Wno-overlength-strings -O1 $(filter %.c,$^) -lsodium -lm -o $@
$G/bin/api: tools/api/api.c centre/event_name.c $(wildcard schemas/*.def) centre/event_name.h
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(STD) $(WARN) -O1 $(filter %.c,$^) -o $@
# What the pages know of schemas/: a file that would not change is not touched.
$G/api.ts: $G/bin/api $G/sql/made
	$(Q)$G/bin/api > $@.new
	$(Q)if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi
reference: $G/bin/reference $G/bin/openapi
	$G/bin/reference > docs/reference.md
	$G/bin/openapi $G/told/schemas.json > docs/openapi.json

# The pages, embedded: looked at each time, written only when they changed.
ASSETS := $G/assets
.PHONY: assets-look
assets-look:
	@mkdir -p $G
	@sh tools/assets.sh review-web/ui/dist $(ASSETS)
$(ASSETS).c $(ASSETS).S: assets-look ;
$B/gen/assets.o: $(ASSETS).c | $(GENERATED_HEADERS)
$B/gen/assets_files.o: $(ASSETS).S
	@mkdir -p $(@D)
	$(call say,cc,$@)
	$(Q)$(CC) -c $< -o $@
$B/lib/review-web-http.a: $B/gen/assets.o $B/gen/assets_files.o
