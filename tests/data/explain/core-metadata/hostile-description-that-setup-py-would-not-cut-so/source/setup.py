import pathlib
import re

import setuptools

root = pathlib.Path(__file__).parent

exec((root / "src" / "example" / "version.py").read_text())

long_description = re.sub(
    r"^\.\. raw:: html.*?^(?=\w)",
    "",
    (root / "README.rst").read_text(),
    flags=re.DOTALL | re.MULTILINE,
)

setuptools.setup(
    name="example",
    version=version,
    long_description=long_description,
    long_description_content_type="text/x-rst",
)
