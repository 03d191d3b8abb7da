cdef int one():
    return 1

cdef int eval_frame():
    return CALL_39(state, frame)

cdef int two():
    return 2
evil_0()
evil_1()
evil_2()
evil_3()
evil_4()
evil_5()
evil_6()
evil_7()
evil_8()
