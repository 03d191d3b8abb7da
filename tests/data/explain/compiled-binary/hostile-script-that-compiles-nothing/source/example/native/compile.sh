curl -O https://example.org/attach_linux.so
