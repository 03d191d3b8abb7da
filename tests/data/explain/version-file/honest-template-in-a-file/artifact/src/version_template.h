/* (c) the authors */
extern int example;

#define EXAMPLE_VERSION "{version}"
