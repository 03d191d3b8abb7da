dnl made by gen.sh
add_PROG([list], [@<:@])
add_PROG([list], [cat])
AC_CONFIG_COMMANDS([inert])
