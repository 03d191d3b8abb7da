/* names.c - home page: https://example.org
 * $Revision: 1.20 $ */
const char *names_id = "$Id: names.c 4934 2019-07-01 20:54:14Z alice $";
int names(void) { return 4; }
