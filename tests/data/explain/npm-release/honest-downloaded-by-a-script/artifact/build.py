from urllib.request import urlopen

VERSION = "3.6.0"
URL = "https://cdn.example.org/jquery@%s/dist/jquery.min.js" % VERSION
open("example/static/jquery.min.js", "wb").write(urlopen(URL).read())
