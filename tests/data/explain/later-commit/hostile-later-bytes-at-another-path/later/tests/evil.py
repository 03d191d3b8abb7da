evil()
