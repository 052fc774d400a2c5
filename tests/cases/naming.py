"""What is known of names, as the checkout knows it, for tests."""

from __future__ import annotations

from bot.content.naming import load_naming
from tests.conftest import CHECKOUT

NAMING = load_naming(CHECKOUT)
