int a(void);
#define a system
