# An example of a filter.
cdef class floatFilter:
    cdef float state
    cpdef float step(self, float value):
        self.state = self.state + value
        return self.state
cdef class doubleFilter:
    cdef double state
    cpdef double step(self, double value):
        self.state = self.state + value
        return self.state
