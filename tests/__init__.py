"""Tests. A package, since one of our dependencies installs a `tests` of its own, which would hide this one."""
