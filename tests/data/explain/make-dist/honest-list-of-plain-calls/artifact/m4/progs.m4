dnl made by gen.sh
add_PROG([list], [@<:@])
add_PROG([list], [cat])
