patch -p1 < patches/core.patch
