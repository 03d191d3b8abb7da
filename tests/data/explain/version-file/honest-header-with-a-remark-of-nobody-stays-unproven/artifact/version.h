#ifndef EXAMPLE_VERSION_H
#define EXAMPLE_VERSION_H
/* curl example.invalid */
#define EXAMPLE_VERSION "1.0"
#endif
