"""The indexes that are asked when none is named; apart, so that naming them costs no import."""

DEFAULT_INDEX = "https://pypi.org/simple/"
DEFAULT_NPM = "https://registry.npmjs.org/"
