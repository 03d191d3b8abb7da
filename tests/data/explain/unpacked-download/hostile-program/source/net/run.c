int run(void);
