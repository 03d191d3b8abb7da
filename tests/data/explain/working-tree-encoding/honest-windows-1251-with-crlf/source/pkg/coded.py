# -*- coding: windows-1251 -*-

X = "Х" #: must look so
