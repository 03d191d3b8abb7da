// a check
