const x = 1;
