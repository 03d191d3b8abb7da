# TRANSLATORS: a letter
_("a")
