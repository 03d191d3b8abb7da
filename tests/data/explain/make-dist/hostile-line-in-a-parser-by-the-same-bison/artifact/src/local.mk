src/gram.c: src/gram.y
	bison -o $@ $<
