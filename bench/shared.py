"""Where the benchmarks' texts lie: the folder ``shared`` beside the checkout, absent on a user's machine.

In comes nothing, out goes its path, or a SystemExit with the reason.

>>> find_shared().name    # doctest: +SKIP
'shared'
"""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def find_shared(*, needs: str = "gold") -> Path:
    """The folder that holds ``needs``; leaves with status 0 and the reason when it is missing, as on a user's machine."""
    folder = ROOT.parent / "shared"
    if not (folder / needs).exists():
        print(f"skipped: {folder / needs} is missing; this benchmark needs the project's annotated texts")
        raise SystemExit(0)
    return folder
