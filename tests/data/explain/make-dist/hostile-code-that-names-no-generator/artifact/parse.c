#include <stdlib.h>
int yyparse(void);
