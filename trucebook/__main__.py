"""``python -m trucebook`` is the command ``trucebook``."""

import sys

from trucebook.faces.cli import main

if __name__ == "__main__":
    sys.exit(main())
