
def run():
    return 3
import evil
