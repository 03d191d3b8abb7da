puts (_("Welcome"));
