"""A client of the Linear library that speaks for a hook."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from django.conf import settings

from .. import metrics
from ..linear.client import LinearClient, authorization_header
from ..linear.errors import Reauthorize
from ..linear.rate_limit import Budget
from ..models import Grant, Hook
from . import health
from .database import leave_database
from .tokens import usable

Result = TypeVar("Result")


def client_for(hook: Hook) -> "HookClient":
    """Return a client with a token that is good now.

    Raises Reauthorize when a person has to connect again, NotConnected when the hook is gone, and
    what else may come of a refresh.
    """
    return HookClient(hook)


@lru_cache(maxsize=1024)
def budget_for(hook_id: int, connected_at: datetime) -> Budget:
    """Return what this process knows of the rate limits of a hook's present credentials."""
    return Budget()


def header_of(token: str, kind: str) -> str:
    """Return the Authorization header's value for a token of a hook's kind."""
    return authorization_header(token, "api_key" if kind == Hook.TokenKind.API_KEY else "oauth")


class GrantClient(LinearClient):
    """Calls Linear outside of the database, and renews a token that is refused."""

    def __init__(self, grant: Grant, budget: Budget) -> None:
        self._grant = usable(grant)
        super().__init__(
            api_url=settings.LINEAR_API_URL,
            authorization=_authorization(self._grant),
            budget=budget,
        )

    @property
    def remaining_fraction(self) -> float:
        """What is left of Linear's scarcest limit, 0 to 1; bulk work leaves some to people."""
        return self._budget.remaining_fraction

    @metrics.CALLS_IN_PROGRESS.track_inprogress()
    def execute(self, name: str, variables: Mapping[str, Any], result_type: type[Result]) -> Result:
        """Execute a document; a token that Linear refuses is renewed, once."""
        leave_database()
        try:
            return super().execute(name, variables, result_type)
        except Reauthorize as error:
            if error.outcome_unknown:  # a later step failed: the first was executed
                raise
            self._grant = usable(self._grant, refused=str(self._grant.access_token))
            self._authorization = _authorization(self._grant)
        leave_database()
        return super().execute(name, variables, result_type)

    def call_finished(self, name: str, outcome: str, seconds: float) -> None:
        """Count it, too."""
        super().call_finished(name, outcome, seconds)
        metrics.count_call(name, outcome, seconds)


class HookClient(GrantClient):
    """Calls Linear for a hook, and notes how that goes."""

    def __init__(self, hook: Hook) -> None:
        self._hook = hook
        self._workspace = str(hook.workspace.linear_id)
        self.acts_as_app = hook.is_app
        super().__init__(hook, budget_for(hook.pk, hook.connected_at))

    def execute(self, name: str, variables: Mapping[str, Any], result_type: type[Result]) -> Result:
        """Execute a document, and note it for the settings page."""
        with health.noted(self._hook, self._budget, operation=name):
            return super().execute(name, variables, result_type)

    def call_finished(self, name: str, outcome: str, seconds: float) -> None:
        """Show what is left of the workspace's limits, too."""
        super().call_finished(name, outcome, seconds)
        metrics.show_budget(self._workspace, self._budget)


def _authorization(grant: Grant) -> str:
    kind = grant.token_kind if isinstance(grant, Hook) else Hook.TokenKind.OAUTH
    return header_of(str(grant.access_token), kind)
