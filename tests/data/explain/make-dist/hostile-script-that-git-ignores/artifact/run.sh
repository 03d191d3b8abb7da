#!/bin/sh
sh tests/data
