"""In whose name a write is sent: the person's own, where they let us, else the app's."""

import logging
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from conversations.models import User

from ..linear.documents import document
from ..linear.errors import Forbidden, LinearError, NotFound, RateLimited, Reauthorize
from ..linear.inputs import without_author
from ..linear.rate_limit import Budget
from ..models import Hook, PersonalConnection
from .clients import GrantClient, HookClient, client_for
from .personal import person_to_act_as

Result = TypeVar("Result")

logger = logging.getLogger(__name__)

# A person may see and do less than the app, and has limits of their own.
NOT_FOR_THEM = (Forbidden, NotFound, RateLimited, Reauthorize)


def writer_for(hook: Hook, user: User | None) -> HookClient:
    """Return a client for what the user writes: as themselves, if they connected their own user.

    Raises as `client_for` does.
    """
    if user is None:
        return client_for(hook)
    try:
        person = person_to_act_as(user, hook)
    except Reauthorize:  # it can't be read
        person = None
    return client_for(hook) if person is None else PersonalClient(hook, person)


class PersonalClient(HookClient):
    """Reads for a hook, and writes as a person; what Linear refuses them, the hook writes.

    That doubles nothing: such a refusal says that nothing was done, and the ids stay the same.
    """

    def __init__(self, hook: Hook, person: PersonalConnection) -> None:
        super().__init__(hook)
        self._person = person

    def execute(self, name: str, variables: Mapping[str, Any], result_type: type[Result]) -> Result:
        """Execute a query for the hook, a mutation as the person if they may."""
        if not document(name).is_mutation:
            return super().execute(name, variables, result_type)
        person = self._client_of_person()
        if person is not None:
            try:
                return person.execute(name, without_author(variables), result_type)
            except NOT_FOR_THEM as error:
                if error.outcome_unknown:
                    raise
                _note(error)
        return super().execute(name, variables, result_type)

    def _client_of_person(self) -> GrantClient | None:
        person = self._person
        try:
            return GrantClient(person, _budget_for(person.pk, person.connected_at))
        except LinearError as error:  # nothing was sent yet
            _note(error)
            return None


@lru_cache(maxsize=1024)
def _budget_for(connection_id: int, connected_at: datetime) -> Budget:
    return Budget()


def _note(error: LinearError) -> None:
    logger.warning("personal_connection.passed_over", extra={"code": error.code})
