"""The version of the program, as it is installed; ``0`` in a source tree that never was.

>>> __version__ >= "0"
True
"""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("trucebook")
except PackageNotFoundError:
    __version__ = "0"
