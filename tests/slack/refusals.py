"""How Slack says no."""

from typing import Any

Json = dict[str, Any]


class Refused(Exception):
    """A call that Slack answers with `ok: false`, for the reason that `error` names."""

    def __init__(self, error: str, *, status: int = 200, retry_after: int = 0, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.retry_after = retry_after
        self.more = more

    def body(self) -> Json:
        """What goes over the wire."""
        return {"ok": False, "error": self.error, **self.more}


def invalid(error: str, findings: list[str]) -> Refused:
    """A refusal that says where in the payload what is wrong."""
    messages = [f"[ERROR] {finding}" for finding in findings]
    return Refused(error, errors=findings, response_metadata={"messages": messages})
