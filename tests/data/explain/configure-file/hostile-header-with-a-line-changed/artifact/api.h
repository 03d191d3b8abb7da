/* api.h.  Generated from api.h.in by configure.  */
#define API_MAJOR 1
#define API_TEXT ".0"
/* #undef HAVE_X */
int inert(void);
