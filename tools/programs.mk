# Which program is made of which rooms, and which vendor library each room stands on.
# A program links only what its row names: `ldd` of capture and web shows no libav*.
BINS :=

LIBS_core            := -linih -ljansson -logg -lsodium -lcrypto -lsqlite3 -lseccomp
LIBS_recorder-encode := -lopus -lwebrtc_audio_processing
LIBS_recorder-decode := -lavcodec -lavutil -lswresample -lseccomp
LIBS_recorder-import := -lavformat -lavcodec -lavutil -lswresample -lseccomp
LIBS_review-web-http  := -lmicrohttpd -lseccomp
LIBS_recorder-tap     := -lz
LIBS_recorder-siprec  := -lexpat -lssl -lz
LIBS_recorder-capture := -lpcap -lsrtp2 -lseccomp
ALL_VENDOR_LIBS       := $(LIBS_recorder-capture) $(LIBS_recorder-tap) $(LIBS_recorder-siprec) $(LIBS_recorder-encode) $(LIBS_recorder-import) $(LIBS_review-web-http) $(LIBS_core) -lm -lpthread

# Programs lie side by side in $B/bin, where each finds its siblings.
# $(call program,NAME,FOLDER OF ITS main.c,ROOMS AS LIBRARY NAMES,VENDOR LIBRARIES BESIDE CORE'S)
define program
BINS += $$B/bin/$1
$$B/bin/$1: $$B/$2/main.o $(call archives,$3 core)
	@mkdir -p $$(@D)
	$$(call say,link,$$@)
	$$(Q)$$(CC) $$(CFLAGS) $$(LINK) $$< $(call together,$(call archives,$3 core)) $4 $$(LIBS_core) -lm -lpthread -o $$@
endef

$(eval $(call program,medlyss-capture,recorder/capture,recorder-capture recorder-call recorder-stream recorder-signal recorder-tap recorder-wire recorder,$(LIBS_recorder-capture) $(LIBS_recorder-tap)))
$(eval $(call program,medlyss-siprec,recorder/siprec,recorder-siprec recorder-call recorder-stream recorder-signal recorder-wire recorder,$(LIBS_recorder-siprec) -lsrtp2))
$(eval $(call program,medlyss-encode,recorder/encode,recorder-encode recorder-wire recorder vault centre,$(LIBS_recorder-encode)))
$(eval $(call program,medlyss-decode,recorder/decode,recorder-decode,$(LIBS_recorder-decode)))
$(eval $(call program,medlyss-import,recorder/import,recorder-import recorder-encode recorder-wire recorder vault centre,$(LIBS_recorder-encode) $(LIBS_recorder-import)))
$(eval $(call program,medlyss-scoring,scoring/cli,scoring-cli scoring-life scoring-pure centre,))
$(eval $(call program,medlyss-web,review-web,review-web-api review-web-http scoring-life scoring-pure vault centre,$(LIBS_review-web-http)))
$(eval $(call program,seed,tests/seed,vault centre))
$(eval $(call program,scorelines,tests/scorelines,scoring-life scoring-pure centre,))

$B/scoring/life/shipped.o: $(wildcard schemas/rubrics/*.json)
include tools/peer.mk
BINS += $B/bin/callmaker $B/bin/siprecload $B/bin/ears $B/bin/mixmaker $B/bin/mixjudge $B/bin/cost $B/bin/badmedia $B/bin/trends
$(eval $(call program,medlyss,medlyss,medlyss vault centre))
$(eval $(call program,medlyss-keeper,medlyss/keeper,medlyss-keeper medlyss scoring-life scoring-pure vault centre,))
$(eval $(call program,medlyss-monitor,medlyss/monitor,medlyss-monitor,))
include tools/torture.mk
include tools/bench_p7.mk
include tools/history.mk
include tools/honesty.mk
