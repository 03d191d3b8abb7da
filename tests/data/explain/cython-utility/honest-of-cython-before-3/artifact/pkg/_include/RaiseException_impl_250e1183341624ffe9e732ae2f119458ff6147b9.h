/* RaiseException */
static void __Pyx_Raise(void) {}
