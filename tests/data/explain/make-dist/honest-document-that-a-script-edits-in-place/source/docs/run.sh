#!/bin/sh
sed -i.tmp -E \
  -e "s: +$::" \
  project/*.txt
