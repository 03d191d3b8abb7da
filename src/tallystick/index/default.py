"""The index that is asked when none is named; apart, so that naming it costs no import."""

DEFAULT_INDEX = "https://pypi.org/simple/"
