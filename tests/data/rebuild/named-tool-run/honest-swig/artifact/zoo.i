%module zoo
%inline %{
static int animals(void) { return 3; }
%}
