from .__info__ import __version__
