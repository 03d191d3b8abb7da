# lextab.py. This file automatically created by PLY (version 3.11). Don't edit!
_tabversion   = '3.10'
_lextokens    = set(('PLUS', 'NAME'))
_lexreflags   = 64
