"""A Bot API server of our own on this machine, so that no test ever needs Telegram.

`python -m bot.workshop.telegram_double [--port N]` prints its base URL (what `TELEGRAM_BASE_URL` takes) as the first line and serves until it is
stopped. `Double.start()` does the same from a fixture or a benchmark, in a process of its own, and drives it.
"""

from bot.workshop.telegram_double.client import Double

__all__ = ["Double"]
