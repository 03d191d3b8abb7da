/* names.c - home page: https://example.org
 * $Revision$ */
const char *names_id = "$Id$";
int names(void) { return 4; }
