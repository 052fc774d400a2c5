"""How the Bot API says no."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - an answer of the server, not an error of ours
    """An answer that is not ok: its HTTP status, description and parameters."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, object]:
        """The JSON object that says so."""
        answer: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(why: str) -> Refusal:
    """Whatever the caller sent makes no sense."""
    return Refusal(400, f"Bad Request: {why}")
