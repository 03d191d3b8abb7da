#define HAVE_IT system
