import release
