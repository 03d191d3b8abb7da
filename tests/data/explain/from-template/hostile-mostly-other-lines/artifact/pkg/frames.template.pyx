cdef int one():
    return 1

cdef int eval_frame():
    return CALL(frame)

cdef int two():
    return 2
