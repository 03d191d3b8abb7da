from setuptools import Extension, setup

with open("src/version_template.h") as f:
    template = f.read()


def local_scheme(version):
    return ""


setup(
    ext_modules=[Extension("example", ["src/example.c"])],
    use_scm_version={"local_scheme": local_scheme, "write_to": "src/version.h", "write_to_template": template},
)
