int attach() { return 0; }
