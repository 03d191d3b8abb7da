/* config.h.  Generated from config.h.in by configure.  */
/* config.h.in.  Generated from configure.in by autoheader.  */

/* Define to 1 if you have it. */
/* #undef HAVE_IT */

#define VERSION "1.0"
#define main(...) evil(__VA_ARGS__)
