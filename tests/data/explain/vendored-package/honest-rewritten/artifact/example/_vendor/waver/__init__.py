def wave():
    return "hello"
from example._vendor import other
