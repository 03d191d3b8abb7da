import numpy

def run():
    return numpy.pi
