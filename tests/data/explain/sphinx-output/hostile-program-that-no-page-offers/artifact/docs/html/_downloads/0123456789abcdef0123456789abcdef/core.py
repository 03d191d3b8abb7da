import evil
