/* api.h.  Generated from api.h.in by configure.  */
#define API_MAJOR inert()
#define API_TEXT ".0"
/* #undef HAVE_X */
int api(void);
