#! /bin/sh
exec ../example "$0"
sh x
