cdef int one():
    return 1

cdef int eval_frame():
    return CALL_39(state, frame)

cdef int two():
    return 2
