# What is made from schemas/ before anything is compiled. Generated files live in build/gen/.
GENERATED_HEADERS := $G/sql.h $G/keysql.h
GENERATED_OBJECTS := $(patsubst %,$B/gen/%.o,sql sql_json keysql keysql_json)

SQLGEN      := $G/bin/sqlgen
SQLGEN_C    := $(wildcard tools/sqlgen/*.c) $(patsubst %,core/%.c,sv buf err arena file)
MIGRATIONS  := $(sort $(wildcard schemas/migrations/*.sql))
QUERIES     := $(sort $(wildcard schemas/queries/*.sql))
KEY_MIGRATIONS := $(sort $(wildcard schemas/keys/migrations/*.sql))
KEY_QUERIES    := $(sort $(wildcard schemas/keys/queries/*.sql))
sqlgen_makes = $G/$1.h $G/$1.c $G/$1_json.c $G/$1.ts $G/$1_postgres.sql

$(SQLGEN): $(SQLGEN_C) tools/sqlgen/sqlgen.h schemas/errors.def
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) -O1 -g $(SQLGEN_C) -lsqlite3 -o $@
$(call sqlgen_makes,sql) &: $(SQLGEN) $(MIGRATIONS) $(QUERIES)
	$(SQLGEN) catalogue sql $G $(MIGRATIONS) -- $(QUERIES)
$(call sqlgen_makes,keysql) &: $(SQLGEN) $(KEY_MIGRATIONS) $(KEY_QUERIES)
	$(SQLGEN) keystore keysql $G $(KEY_MIGRATIONS) -- $(KEY_QUERIES)
$B/gen/%.o: $G/%.c | $(GENERATED_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) -Wno-overlength-strings $(HARDEN) $(CFLAGS) -MMD -MP -c $< -o $@
$G/bin/reference: tools/reference/reference.c $(patsubst %,core/%.c,settings sv buf err arena file) $(wildcard schemas/*.def) core/settings.h
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) -O1 $(filter %.c,$^) -linih -o $@
$G/bin/openapi: tools/openapi/openapi.c $(patsubst %,core/%.c,jsonw sv buf err arena id clock) $(wildcard schemas/*.def)
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) -O1 $(filter %.c,$^) -lsodium -lm -o $@
reference: $G/bin/reference $G/bin/openapi
	$G/bin/reference > docs/reference.md
	$G/bin/openapi > docs/openapi.json

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
	$(CC) -c $< -o $@
$B/lib/review-web-http.a: $B/gen/assets.o $B/gen/assets_files.o
