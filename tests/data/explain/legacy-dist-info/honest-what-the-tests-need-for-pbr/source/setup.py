from setuptools import setup

setup(
    name="example",
    version="1.0",
    description="An example",
    long_description="An example.\nIt has two lines.\n",
    author="A. Person",
    author_email="a@example.org",
    url="https://example.org",
    license="BSD",
    platforms="any",
    classifiers=["Topic :: Software Development"],
    install_requires=["six", "enum34; python_version<'3.4'"],
    extras_require={"fast": ["cffi", "futures; python_version<'3'"]},
    setup_requires=["pbr"],
    pbr=True,
    py_modules=["example"],
    entry_points={"console_scripts": ["example = example:main"]},
)
