#define A long
/* */
int inert;
