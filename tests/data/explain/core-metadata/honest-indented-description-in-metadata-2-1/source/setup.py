from setuptools import setup

setup(
    name="example",
    version="1.0",
    long_description="""An example,
    whose lines are indented:

      - all of them.
    """,
)
