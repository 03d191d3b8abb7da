from cffi import FFI

ffibuilder = FFI()
ffibuilder.set_source("example._other", "")
