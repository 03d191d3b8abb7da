#ifndef EXAMPLE_VERSION_STRING
#define EXAMPLE_VERSION_STRING "1.0"
#endif
#define assert_VERSION 0
