int rmt_open(void);
