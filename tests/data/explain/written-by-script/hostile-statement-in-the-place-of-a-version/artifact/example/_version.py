__version__ = '1.0'; import evil; ''
