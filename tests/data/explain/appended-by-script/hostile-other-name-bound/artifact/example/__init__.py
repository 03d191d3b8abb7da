from example.lazy import Lazy
Lazy = ['a']
