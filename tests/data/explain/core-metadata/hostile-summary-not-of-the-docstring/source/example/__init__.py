"""example - does nothing"""
