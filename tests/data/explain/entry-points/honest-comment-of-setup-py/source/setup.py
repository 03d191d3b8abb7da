from setuptools import setup

setup(
    name="example",
    version="1.0",
    entry_points="""
    [console_scripts]
    # what people run
    example = example:main
    """,
)
