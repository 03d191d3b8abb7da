#define API_MAJOR 1
int api(void);
