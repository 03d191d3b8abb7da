#include <stdlib.h>
#define YYBYACC 1
int yyparse(void);
