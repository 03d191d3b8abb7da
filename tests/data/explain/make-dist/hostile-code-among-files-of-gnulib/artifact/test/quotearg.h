#define quote(x) system (x)
