from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from random import Random
from typing import Any

from .clock import Clock
from .request_log import KEPT

TOKEN_PATH = "/oauth/token"  # noqa: S105 - a path
ACTIONS = {
    "latency": "wait, then answer as usual",
    "http_error": "an HTML error page, status 500 unless given; nothing is done",
    "rate_limited": "Linear's rate limit error; nothing is done",
    "low_bucket": "answer as usual, with as many requests left as `remaining` says (0)",
    "unauthorized": "401; nothing is done",
    "expire_token": "401, and the access token has expired; nothing is done",
    "revoke_token": "401, and the token's grant is revoked, so that it can't be refreshed either",
    "internal_error": "Linear's internal error; nothing is done",
    "lock_timeout": "Linear's lock timeout error; nothing is done",
    "usage_limit": "Linear's usage limit error; nothing is done",
    "invalid_grant": "for /oauth/token: 400 invalid_grant; nothing is done",
    "drop_before_commit": "close the connection without a byte; nothing is done",
    "commit_then_drop": "do it, then close the connection without a byte",
    "commit_then_hang": "do it, then say nothing until the client leaves or the seconds pass",
    "commit_then_error": "do it, then an HTML error page, status 500 unless given",
    "half_body": "do it, then send half of the answer and close",
    "malformed_json": "do it, then send JSON that breaks off",
    "wrong_content_type": "do it, then answer as text/plain",
    "huge_body": "do it, then answer with 50 MB of blanks behind the JSON",
    "partial_data": "do it, then answer with an error in place of the last root field",
    "data_null": 'do it, then answer {"data": null}',
    "fail_second_mutation": "the first root mutation is done, the second fails",
}
WEBHOOK_ACTIONS = {
    "duplicate": "for a webhook: deliver it twice",
    "late": "for a webhook: deliver it `seconds` (5) later than its turn",
    "out_of_order": "for a webhook: deliver it after the next one, or `seconds` (5) later",
    "stale": "for a webhook: with a timestamp that is `seconds` (120) old",
    "wrong_secret": "for a webhook: signed with another secret",
    "unsigned": "for a webhook: without a signature",
    "oversized": "for a webhook: larger than Linear's SDK accepts",
    "drop": "for a webhook: never deliver it",
}
# Linear has answered some errors with 200.
_STATUSES = frozenset({200, *(status.value for status in HTTPStatus if status >= 400)})
_MATCH, _WEBHOOK_MATCH = {"operation", "field", "path"}, {"webhook"}
_COUNTS = {"times", "after", "status", "retry_after", "remaining"}
_NUMBERS = _COUNTS | {"seconds", "probability"}
_MAY_BE_NULL = {"times", "seconds", "status", "retry_after", "remaining"}
_LARGEST = 1_000_000


@dataclass(slots=True)
class Rule:
    """When to misbehave, and how; ``times`` None means for ever."""

    id: int
    match: dict[str, str]
    action: str
    times: int | None = 1
    after: int = 0
    probability: float = 1.0
    seconds: float | None = None
    status: int | None = None
    retry_after: int | None = None
    remaining: int | None = None
    matched: int = 0
    fired: int = 0

    def applies_to(self, path: str, operation: str | None, fields: list[str]) -> bool:
        if self.action in WEBHOOK_ACTIONS:
            return False
        if self.action == "fail_second_mutation" and len(fields) < 2:
            return False
        wanted = self.match
        return (
            wanted.get("path", path) == path
            and wanted.get("operation", operation) == operation
            and ("field" not in wanted or wanted["field"] in fields)
        )

    def applies_to_webhook(self, kind: str) -> bool:
        return self.action in WEBHOOK_ACTIONS and self.match.get("webhook", kind) == kind


@dataclass
class Faults:
    """The rules in force, and a journal of each time that one fired."""

    clock: Clock
    rules: list[Rule] = field(default_factory=list)
    journal: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=KEPT))
    _last_id: int = 0
    # The same rules misbehave in the same way in every run.
    _random: Random = field(default_factory=lambda: Random(1))  # noqa: S311

    def add(self, values: dict[str, Any]) -> Rule:
        """Add a rule; raises ValueError with a sentence for people when it makes no sense."""
        known = {"match", "action", *_NUMBERS}
        unknown = set(values) - known
        if unknown:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        if str(values.get("action")) not in {*ACTIONS, *WEBHOOK_ACTIONS}:
            raise ValueError(f"action must be one of: {', '.join([*ACTIONS, *WEBHOOK_ACTIONS])}")
        is_of_webhook = values["action"] in WEBHOOK_ACTIONS
        _check_match(values.get("match", {}), _WEBHOOK_MATCH if is_of_webhook else _MATCH)
        _check_numbers(values)
        self._last_id += 1
        rule = Rule(**{"match": {}, **values, "id": self._last_id})
        self.rules.append(rule)
        return rule

    def take(self, *, path: str, operation: str | None, fields: list[str]) -> Rule | None:
        """Return the rule that a request falls under, and count that it fired."""
        about = {"path": path, "operation": operation, "fields": fields}
        return self._take(lambda rule: rule.applies_to(path, operation, fields), about)

    def take_for_webhook(self, kind: str, delivery_id: str) -> Rule | None:
        """Return the rule that an attempt to deliver falls under, and count that it fired."""
        about = {"webhook": kind, "delivery": delivery_id}
        return self._take(lambda rule: rule.applies_to_webhook(kind), about)

    def _take(self, applies: Callable[[Rule], bool], about: dict[str, Any]) -> Rule | None:
        for rule in self.rules:
            if not applies(rule):
                continue
            rule.matched += 1
            is_due = rule.matched > rule.after and (rule.times is None or rule.fired < rule.times)
            if is_due and self._random.random() < rule.probability:
                rule.fired += 1
                entry = {"rule": rule.id, "action": rule.action}
                self.journal.append({**entry, **about, "at": self.clock.stamp()})
                return rule
        return None

    def clear(self) -> None:
        """Remove all rules and empty the journal."""
        self.rules.clear()
        self.journal.clear()

    def as_dict(self) -> dict[str, Any]:
        """Write rules and journal for ``GET /_sandbox/faults``."""
        return {"rules": [asdict(rule) for rule in self.rules], "journal": list(self.journal)}


def _check_numbers(values: dict[str, Any]) -> None:
    for name in _NUMBERS & set(values):
        value = values[name]
        if value is None and name in _MAY_BE_NULL:
            continue
        kinds = (int,) if name in _COUNTS else (int, float)
        if type(value) not in kinds or not 0 <= value <= _LARGEST:
            raise ValueError(f"{name} must be a number from 0 to {_LARGEST}")
    if values.get("status") is not None and values["status"] not in _STATUSES:
        raise ValueError("status must be 200 or an HTTP status of 400 or more")


def _check_match(match: Any, names: set[str]) -> None:
    if not isinstance(match, dict) or not set(match) <= names:
        raise ValueError(f"match takes: {', '.join(sorted(names))}")
    if not all(isinstance(value, str) for value in match.values()):
        raise ValueError("match takes texts")
