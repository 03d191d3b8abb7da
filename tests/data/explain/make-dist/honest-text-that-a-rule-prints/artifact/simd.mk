$(MADE): Makefile
	( echo "/* made: \"no edits\" */"; \
	  echo "#define WIDTH $(WIDTH)"; \
	  echo "#include \"../common/"$*".c\""; ) > $@
