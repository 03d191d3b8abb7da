#! /bin/sh
sh x
