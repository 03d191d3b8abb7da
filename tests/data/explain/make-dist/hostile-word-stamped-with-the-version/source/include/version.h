#ifndef VERSION_H
#define EX_VERSION "1.0-DEV"
#define EX_VERSION_MAJOR 0
#define EX_DATE "[unreleased]"
int limit = 7;
#endif
#define TLS_RELEASE_MODE strict
