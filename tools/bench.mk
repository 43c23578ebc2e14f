bench: all                               ## the performance goals beside their peers, into build/bench.json
	sh tests/bench/run.sh
