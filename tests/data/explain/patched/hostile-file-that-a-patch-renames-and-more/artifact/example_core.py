x = 1
import evil
