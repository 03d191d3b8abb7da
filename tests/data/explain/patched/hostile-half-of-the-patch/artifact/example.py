
def run():
    return numpy.pi
