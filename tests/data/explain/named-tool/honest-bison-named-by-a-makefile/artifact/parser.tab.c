/* A Bison parser, made by GNU Bison 3.8.2.  */
int a;
