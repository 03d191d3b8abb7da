from ply import lex

lexer = lex.lex(optimize=True, outputdir="made")
