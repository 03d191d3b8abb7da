# -*- coding: utf-8 -*-
from setuptools import setup

packages = \
['example']

package_data = \
{'': ['*']}

extras_require = \
{'pipfile': ['pipreqs']}

setup_kwargs = {
    'name': 'example',
    'version': '1.0',
    'description': 'An example',
    'long_description': 'None',
    'author': 'Ann',
    'author_email': 'ann@example.org',
    'maintainer': 'None',
    'maintainer_email': 'None',
    'url': 'None',
    'packages': packages,
    'package_data': package_data,
    'extras_require': extras_require,
    'python_requires': '>=3.9,<4.0',
}


setup(**setup_kwargs)
