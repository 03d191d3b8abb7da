#! /bin/sh
exec ../example "$0"
