#ifndef VERSION_H
#define EX_VERSION "1.0"
#define EX_VERSION_MAJOR 1
#define EX_DATE "2024-05-06"
int limit = 7;
#endif
#define TLS_RELEASE_MODE 1.0
