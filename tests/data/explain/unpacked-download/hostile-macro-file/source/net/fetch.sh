#!/bin/sh
set -e
wget https://example.org/models/model-1.tar.gz
tar xomf model-1.tar.gz
