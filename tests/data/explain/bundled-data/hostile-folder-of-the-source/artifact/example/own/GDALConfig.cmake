include(evil)
