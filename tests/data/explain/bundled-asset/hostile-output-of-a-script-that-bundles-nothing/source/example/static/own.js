var own = 1;
