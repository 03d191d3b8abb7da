from setuptools import setup

setup(
    name='example',
    version=__import__('os').getcwd(),
    description='An example',
    author_email='Ann <ann@example.org>',
    classifiers=[
        'Framework :: AsyncIO',
    ],
    install_requires=[
        'attrs>=22',
    ],
    entry_points={
        'console_scripts': [
            'example = example:main',
        ],
    },
    packages=[
        'example',
        'tests',
    ],
)
