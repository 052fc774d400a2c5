"""Rows of numbers, as the search reads them."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
Vectors: TypeAlias = NDArray[np.float32]
"""The meaning of texts: a row of length 1 for each."""
