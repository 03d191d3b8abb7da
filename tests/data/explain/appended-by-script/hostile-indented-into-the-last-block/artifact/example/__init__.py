def f():
    return 1

    all_names = ['a']
