/* made: "no edits" */
#define WIDTH 256
#include "../common/one.c"
