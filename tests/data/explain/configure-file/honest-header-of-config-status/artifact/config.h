/* config.h.  Generated from config.h.in by configure.  */
#define HAVE_A 1
int x;
