#!/bin/sh
exec xdt-autogen $@
