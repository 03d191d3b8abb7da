version = '1.1.dev3+g0123456'
version_tuple = (1, 1, 'dev3', 'g0123456')
