#ifndef EXAMPLE_VERSION_STRING
#define EXAMPLE_VERSION_STRING "1.0"
#endif
// /*
#include "/tmp/evil.h"
// */
