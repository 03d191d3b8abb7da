# -*- coding: utf-8 -*-
from setuptools import setup

packages = \
['docs', 'example']


package_data = \
{'': ['*']}

install_requires = \
['attrs>=22.1,<23.0']

setup_kwargs = {
    'name': 'example',
    'version': '1.0',
    'description': 'An example',
    'long_description': '# Example\n',
    'author': 'Zoë Example',
    'author_email': 'zoe@example.org',
    'maintainer': 'None',
    'maintainer_email': 'None',
    'url': 'None',
    'packages': packages,
    'package_data': package_data,
    'install_requires': install_requires,
    'python_requires': '>=3.9,<4.0',
}


setup(**setup_kwargs)
