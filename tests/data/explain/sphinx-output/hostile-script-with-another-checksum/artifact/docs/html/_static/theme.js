const x = 1;
steal();
