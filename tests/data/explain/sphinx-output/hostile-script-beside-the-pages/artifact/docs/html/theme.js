steal();
