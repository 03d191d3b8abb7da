HOME = '$(HOME)'
