from setuptools import setup

setup(
    name="example",
    version="1.0",
    install_requires=["click==7.*", "attrs>=22.*"],
    extras_require={"fast": ["ujson>=0.4.*;sys_platform == 'win32'"]},
)
