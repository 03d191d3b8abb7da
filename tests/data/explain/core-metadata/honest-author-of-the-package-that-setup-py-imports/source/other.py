__author__ = "Somebody Else"
