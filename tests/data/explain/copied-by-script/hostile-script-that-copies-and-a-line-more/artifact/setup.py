import release
import evil
