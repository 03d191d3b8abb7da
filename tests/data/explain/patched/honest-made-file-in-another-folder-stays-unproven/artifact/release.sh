git apply tools/make.patch
