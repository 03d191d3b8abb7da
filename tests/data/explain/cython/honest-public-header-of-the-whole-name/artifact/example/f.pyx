import os

def f(int x):
    """a /* b */ é"""
    return x + 1
