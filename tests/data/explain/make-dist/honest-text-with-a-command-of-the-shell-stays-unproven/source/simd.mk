$(MADE): Makefile
	( echo "/* made: \"no edits\" */"; \
	  echo "#define WIDTH `./width`"; \
	  echo "#include \"../common/"$*".c\""; ) > $@
