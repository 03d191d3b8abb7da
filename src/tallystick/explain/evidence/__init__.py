"""Where the source itself speaks of a file that it does not hold: build files, scripts, ignore rules."""
