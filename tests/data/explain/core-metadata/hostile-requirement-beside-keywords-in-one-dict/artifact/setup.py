from setuptools import setup

params = dict(
    name="example",
    version="1.0",
    package_dir={"": "lib"},
    py_modules=["example"],
    install_requires=["six"],
)

if __name__ == "__main__":
    setup(**params)
