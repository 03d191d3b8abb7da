from example.lazy import Lazy
all_names = \
['a',
 'b']
names = Lazy(
        n for n in all_names if n)
        
