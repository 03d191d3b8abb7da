git apply tools/rename.patch
