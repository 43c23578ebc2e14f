# Which program is made of which rooms, and which vendor library each room stands on.
# A program links only what its row names: `ldd` of capture and web shows no libav*.
VENDOR_INC      := -isystem /usr/include/re
ALL_VENDOR_LIBS := -lavformat -lavcodec -lavutil -lswresample -lseccomp -linih -lsodium -logg -ljansson -lsqlite3 -lm -lpthread
BINS            :=
include tools/peer.mk
BINS += $B/callmaker

BINS += $B/medlyss-import
$B/medlyss-import: $B/recorder/import/main.o $B/lib/recorder-import.a $B/lib/recorder-encode.a $B/lib/recorder.a $B/lib/core.a
	$(CC) $(CFLAGS) $(LINK) $^ -lavformat -lavcodec -lavutil -lswresample -lseccomp -linih -lsodium -logg -ljansson -lsqlite3 -lm -lpthread -o $@
