# swig writes zoo_wrap.c: swig -python -o zoo_wrap.c zoo.i
