# lextab.py. This file automatically created by PLY (version 3.10). Don't edit!
_tabversion   = '3.10'
_lextokens    = set(('A', 'B'))
_lexstateinfo = {'INITIAL': 'inclusive'}
