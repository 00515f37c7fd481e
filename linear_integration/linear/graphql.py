"""One GraphQL call to Linear: sent, read, counted, and repeated where that is safe."""

import json
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import httpx
import stamina

from linear_integration.linear.answers import read_answer
from linear_integration.linear.bodies import ACCEPTED_ENCODING
from linear_integration.linear.deadline import remaining_seconds, time_limit
from linear_integration.linear.documents import Document, document
from linear_integration.linear.errors import (
    InvalidInput,
    LinearError,
    RateLimited,
    Reauthorize,
    Timeout,
    Unavailable,
)
from linear_integration.linear.pages import Item, Page, every_node
from linear_integration.linear.rate_limit import Budget
from linear_integration.linear.sentences import gettext_noop
from linear_integration.linear.transport import CALL_SECONDS, parsed_url, shared_transport

Result = TypeVar("Result")

logger = logging.getLogger(__name__)

HEADERS = {
    "Content-Type": "application/json",
    "Accept": "application/json",
    "Accept-Encoding": ACCEPTED_ENCODING,
    "User-Agent": "linear-bridge",
}
ATTEMPTS = 3
PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 0.5


class GraphQLEndpoint:
    """Linear's GraphQL endpoint, as one connection's token may use it.

    `api_url` is the base, such as https://api.linear.app; `authorization` the whole header value;
    `budget` belongs to the connection and outlives this object.
    https://linear.app/developers/graphql
    """

    def __init__(self, *, api_url: str, authorization: str, budget: Budget) -> None:
        self._url = parsed_url(f"{api_url.rstrip('/')}/graphql")
        self._authorization = authorization
        self._budget = budget

    def execute(self, name: str, variables: Mapping[str, Any], result_type: type[Result]) -> Result:
        """Run the operation of `documents/<name>.graphql` and return its data as `result_type`.

        A query is sent three times at most, within one time limit; a mutation once.
        """
        operation = document(name)
        with time_limit(CALL_SECONDS):
            if operation.is_mutation:
                return self._attempt(operation, variables, result_type)
            for attempt in _attempts():
                with attempt:
                    return self._attempt(operation, variables, result_type)
        raise AssertionError("the last attempt returns or raises")

    def every_node(
        self,
        name: str,
        variables: Mapping[str, Any],
        result_type: type[Result],
        page_in: Callable[[Result], Page[Item]],
    ) -> list[Item]:
        """Return all pages' nodes of an operation that takes `after`, within one time limit."""
        with time_limit(CALL_SECONDS):
            return every_node(
                lambda after: page_in(
                    self.execute(name, {**variables, "after": after}, result_type)
                )
            )

    def call_finished(self, name: str, outcome: str, seconds: float) -> None:
        """Note a request that has ended: `ok`, an error's code, or `crashed`; override to count."""
        fields = {"operation": name, "outcome": outcome, "duration_ms": round(seconds * 1000)}
        logger.info("call.finished", extra=fields)

    def _attempt(
        self, operation: Document, variables: Mapping[str, Any], result_type: type[Result]
    ) -> Result:
        started = time.monotonic()
        outcome = "crashed"
        try:
            result = self._call(operation, variables, result_type)
            outcome = "ok"
            return result
        except LinearError as error:
            outcome = error.code
            error.outcome_unknown = error.outcome_unknown and operation.is_mutation
            raise
        finally:
            self.call_finished(operation.name, outcome, time.monotonic() - started)

    def _call(
        self, operation: Document, variables: Mapping[str, Any], result_type: type[Result]
    ) -> Result:
        self._hold_back(operation)
        if not _is_header_value(self._authorization):
            raise Reauthorize(gettext_noop("The token holds characters that no token has."))
        request = httpx.Request(
            "POST",
            self._url,
            content=_body(operation, variables),
            headers=HEADERS | {"Authorization": self._authorization},
        )
        # Not by a client of httpx's: cookies, redirects and the rest take a third of the call.
        response = shared_transport().handle_request(request)
        self._budget.observe(response.headers)
        try:
            return read_answer(response, operation, result_type)
        except RateLimited as error:
            error.retry_after_seconds = self._budget.refuse(response.headers, operation.name)
            raise

    def _hold_back(self, operation: Document) -> None:
        seconds = self._budget.blocked_for_seconds(operation.name)
        if seconds > 0:
            raise RateLimited(
                gettext_noop("Linear accepts no more calls for now."), retry_after_seconds=seconds
            )


def _attempts() -> Iterable[stamina.Attempt]:
    return stamina.retry_context(
        on=_is_worth_repeating,
        attempts=ATTEMPTS,
        timeout=CALL_SECONDS,
        wait_initial=PAUSE_SECONDS,
        wait_max=LONGEST_PAUSE_SECONDS,
        wait_jitter=PAUSE_SECONDS,
    )


def _is_header_value(text: str) -> bool:
    """Whether it can be sent; the transport's own complaint would name the token."""
    return text.isascii() and text.isprintable() and text == text.strip()


def _body(operation: Document, variables: Mapping[str, Any]) -> bytes:
    body = {"query": operation.text, "variables": variables}
    try:
        return json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    except ValueError as error:  # half a surrogate pair, or a number that JSON doesn't have
        raise InvalidInput(
            gettext_noop("The input holds characters that can't be sent.")
        ) from error


def _is_worth_repeating(error: Exception) -> bool:
    """Whether another attempt may help: not where a time to come back was named, nor too late."""
    return (
        isinstance(error, Unavailable | Timeout)
        and error.retry_after_seconds is None
        and remaining_seconds() > LONGEST_PAUSE_SECONDS
    )
