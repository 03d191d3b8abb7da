from shared_conf import *
extensions.extend(["sphinx.ext.autodoc"])
