CONFIG = dict((('libraries', print('x')),))
