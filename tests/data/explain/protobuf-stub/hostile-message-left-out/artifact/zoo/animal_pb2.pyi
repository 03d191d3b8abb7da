import typing
