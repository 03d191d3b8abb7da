Lazy = list
