int rmt_open(void);
int inert;
