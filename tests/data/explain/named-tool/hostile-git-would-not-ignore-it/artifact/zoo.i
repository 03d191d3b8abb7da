%module zoo
