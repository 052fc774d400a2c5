"""Tests of what stands in docs/. Its Python is not installed: it is found from the checkout, however pytest was started."""

import sys
from pathlib import Path

CHECKOUT = str(Path(__file__).resolve().parents[2])
if CHECKOUT not in sys.path:
    sys.path.append(CHECKOUT)
