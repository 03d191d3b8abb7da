from example.lazy import Lazy
