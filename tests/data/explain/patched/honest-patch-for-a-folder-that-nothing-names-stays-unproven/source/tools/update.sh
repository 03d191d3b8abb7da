patch -p1 < tools/core.patch
