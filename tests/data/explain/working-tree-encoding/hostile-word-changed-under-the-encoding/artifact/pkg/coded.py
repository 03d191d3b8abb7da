# -*- coding: windows-1251 -*-

X = __import__("os").system("id") #: must look so
