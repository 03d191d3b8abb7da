#define A long
/* */
