int rmt_open(void); /* checked */
