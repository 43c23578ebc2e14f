# The demo centre: real calls through the real recorder (tools/demo/README.md).
demo: all                                ## the demo centre; prints its address and log-ins
	node tools/demo/demo.mjs $B/bin $(if $(FRESH),--fresh)
