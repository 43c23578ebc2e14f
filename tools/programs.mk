# Which program is made of which rooms, and which vendor library each room stands on.
# A program links only what its row names: `ldd` of capture and web shows no libav*.
VENDOR_INC := -isystem /usr/include/re
BINS       :=

LIBS_core            := -linih -ljansson -logg -lsodium -lcrypto -lsqlite3
LIBS_recorder-encode := -lopus -lwebrtc_audio_processing
LIBS_recorder-decode := -lavcodec -lavutil -lswresample -lseccomp
LIBS_recorder-import := -lavformat -lavcodec -lavutil -lswresample -lseccomp
LIBS_review-web-http  := -lmicrohttpd -lseccomp
LIBS_recorder-capture := -lpcap -lsrtp2 -lseccomp
ALL_VENDOR_LIBS       := $(LIBS_recorder-capture) $(LIBS_recorder-encode) $(LIBS_recorder-import) $(LIBS_review-web-http) $(LIBS_core) -lm -lpthread

# Programs lie side by side in $B/bin, where each finds its siblings.
# $(call program,NAME,FOLDER OF ITS main.c,ROOMS AS LIBRARY NAMES,VENDOR LIBRARIES BESIDE CORE'S)
define program
BINS += $$B/bin/$1
$$B/bin/$1: $$B/$2/main.o $(foreach r,$3 core,$$B/lib/$r.a)
	@mkdir -p $$(@D)
	$$(CC) $$(CFLAGS) $$(LINK) $$< -Wl,--start-group $(foreach r,$3 core,$$B/lib/$r.a) -Wl,--end-group $4 $$(LIBS_core) -lm -lpthread -o $$@
endef

$(eval $(call program,medlyss-capture,recorder/capture,recorder-capture recorder-wire recorder,$(LIBS_recorder-capture)))
$(eval $(call program,medlyss-encode,recorder/encode,recorder-encode recorder-wire recorder,$(LIBS_recorder-encode)))
$(eval $(call program,medlyss-decode,recorder/decode,recorder-decode,$(LIBS_recorder-decode)))
$(eval $(call program,medlyss-import,recorder/import,recorder-import recorder-encode recorder-wire recorder,$(LIBS_recorder-encode) $(LIBS_recorder-import)))
$(eval $(call program,medlyss-scoring,scoring,scoring,))
$(eval $(call program,medlyss-web,review-web,review-web-api review-web-http scoring,$(LIBS_review-web-http)))
$(eval $(call program,seed,tests/seed,))
$(eval $(call program,scorelines,tests/scorelines,scoring,))

$B/scoring/shipped.o: $(wildcard schemas/rubrics/*.json)
include tools/peer.mk
BINS += $B/bin/callmaker $B/bin/ears $B/bin/cost $B/bin/badmedia $B/bin/trends
$(eval $(call program,medlyss,medlyss,medlyss))
$(eval $(call program,medlyss-keeper,medlyss/keeper,medlyss-keeper medlyss scoring,))
include tools/torture.mk
include tools/bench_p7.mk
include tools/history.mk
