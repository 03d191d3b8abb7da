def wave():
    return "hallo"
