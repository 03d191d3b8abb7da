_A=None
import os
LIMIT='limit'
def value(name,default=_A):
	A=default
	try:return os.environ[name]
	except KeyError:return A if A is not _A else os.environ.get(LIMIT)
