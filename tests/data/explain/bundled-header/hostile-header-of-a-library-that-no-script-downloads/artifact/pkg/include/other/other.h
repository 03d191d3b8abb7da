#ifndef THING_H
#define THING_H
int thing(void);
#endif
