bench: all                               ## the performance goals beside their peers, into build/bench.json
	sh tests/bench/run.sh
corpus: all                              ## captures and sound from outside, one line per file (CORPUS=folder)
	sh tests/corpus.sh
	sh tests/voices.sh
