#!/bin/sh
set -e
wget https://example.org/models/model-1.tar.gz
sha256sum model-1.tar.gz
