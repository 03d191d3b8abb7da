#ifndef EXAMPLE_VERSION_STRING
#define EXAMPLE_VERSION_STRING "1.0"
#endif
#define A_VERSION "1.0/*
#include "/tmp/evil.h"
*/"
