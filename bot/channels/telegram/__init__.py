"""Telegram. Only this package imports `telegram`, and its modules run this before they do.

Two settings of the libraries underneath are made here, since both must stand before the first message:
`PTB_TIMEDELTA`, without which python-telegram-bot gives waits as plain numbers and warns each time; and the level of their loggers, which
below a warning write the token (httpx, in every address) and people's words (telegram, in every call) into the log.
"""

from __future__ import annotations

import logging
import os

os.environ["PTB_TIMEDELTA"] = "1"
for _library in ("httpx", "httpcore", "telegram"):
    logging.getLogger(_library).setLevel(logging.WARNING)
