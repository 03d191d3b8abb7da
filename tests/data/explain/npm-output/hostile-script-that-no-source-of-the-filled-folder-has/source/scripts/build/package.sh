#!/bin/bash
root="$(pwd)"
dir=${OUT:-"$root/lib"}
npx babel src --out-dir "$dir"
for each in package.json README.md
do
  cp -r "$each" "$dir"
done
