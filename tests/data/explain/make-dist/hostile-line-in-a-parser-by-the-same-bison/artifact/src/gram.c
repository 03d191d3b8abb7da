/* A Bison parser, made by GNU Bison 3.8.1.  */

#define YYBISON 1
int yyparse (void) { return 0; }
static int x = 1;
