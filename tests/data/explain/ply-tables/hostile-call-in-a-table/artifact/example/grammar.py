from .ply import yacc

yacc.yacc(tabmodule="yacctab", lextab="lextab")
