CONFIG = dict((('libraries', []), ('flags', ['-w'])))
