"""What an Idempotency-Key promises, in whatever order calls with and without one come."""

import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from linear_integration.models import Operation

from ..cast import Cast
from ..isolation.world import Numbers, World
from ..sandbox_process import Sandbox
from .conftest import LinearApi, LinearFactory

# As much as a header can hold.
LATIN_1 = st.characters(codec="latin-1")
PRINTABLE = st.sampled_from([chr(code) for code in range(ord(" "), ord("~") + 1)])
KEYS = st.text(PRINTABLE, min_size=1, max_size=255).filter(str.strip)
NO_KEYS = st.text(LATIN_1, max_size=255).filter(
    lambda text: not (text.strip() and text.isprintable() and text.isascii())
) | st.text(PRINTABLE, min_size=256, max_size=300).filter(str.strip)
# The fixtures hold for all examples: each uses keys and titles of its own.
SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@dataclass
class People:
    """Who calls, and what they name: Alice and Bob in one account, Carol in another."""

    callers: dict[str, LinearApi]
    numbers: dict[str, Numbers]
    sandbox: Sandbox

    def issues(self, word: str) -> int:
        """Return how many issues in Linear have the word in their title."""
        states = [self.sandbox.state(workspace) for workspace in ("acme", "globex")]
        return sum(word in issue["title"] for state in states for issue in state["issues"])


@pytest.fixture
def people(
    transactional_db: None, cast: Cast, world: World, sandbox: Sandbox, linear: LinearFactory
) -> People:
    acme, globex = cast.acme_support, cast.globex_care
    return People(
        callers={
            "alice": linear(cast.alice, acme),
            "bob": linear(cast.bob, acme),
            "carol": linear(cast.carol, globex),
        },
        numbers={"alice": world.mine, "bob": world.mine, "carol": world.foreign},
        sandbox=sandbox,
    )


class Writes(RuleBasedStateMachine):
    """Creates issues with few keys and titles, so that they meet; knows what must come of it."""

    people: People

    def __init__(self) -> None:
        super().__init__()
        self.word = uuid.uuid4().hex
        # By account and key: the body, and the answer to it.
        self.known: dict[tuple[int, str], tuple[dict[str, Any], Any]] = {}
        self.written = 0

    @rule(
        who=st.sampled_from(["alice", "bob", "carol"]),
        key=st.sampled_from(["one", "two", None]),
        title=st.sampled_from(["Export", "Import"]),
    )
    def create(self, who: str, key: str | None, title: str) -> None:
        """Create an issue, or try to."""
        numbers = self.people.numbers[who]
        body = {
            "conversation_id": numbers["display_id"],
            "title": f"{title} {self.word}",
            "team_id": str(numbers["team_id"]),
        }
        sent_key = key and f"{key} {self.word}"
        answer = self.people.callers[who].post("create_issue", body, key=sent_key)
        self._compare((numbers["account_id"], key or uuid.uuid4().hex), body, answer)

    @invariant()
    def each_write_is_made_once(self) -> None:
        """Compare our record with the model."""
        operations = Operation.objects.filter(payload__issue__title__endswith=self.word)
        assert operations.count() == self.written

    def teardown(self) -> None:
        """Compare Linear with the model."""
        assert self.people.issues(self.word) == self.written

    def _compare(self, key: tuple[int, str], body: dict[str, Any], answer: Any) -> None:
        if key not in self.known:
            assert answer.status_code == 200, answer.content
            self.known[key] = (body, answer.json())
            self.written += 1
        elif self.known[key][0] == body:
            assert (answer.status_code, answer.json()) == (200, self.known[key][1])
        else:
            error = answer.json()["error"]
            assert (answer.status_code, error["code"]) == (422, "idempotency_key_reused")


def test_a_key_is_one_write_of_one_account_and_belongs_to_one_body(people: People) -> None:
    Writes.people = people
    run_state_machine_as_test(
        Writes,
        settings=settings(SHARED, max_examples=15, stateful_step_count=12, derandomize=True),
    )


@settings(SHARED, max_examples=50)
@given(key=KEYS)
def test_every_printable_text_of_up_to_255_characters_is_a_key(people: People, key: str) -> None:
    assert unlinked_nothing(people, key).status_code == 404


@settings(SHARED, max_examples=50)
@given(key=NO_KEYS)
def test_everything_else_is_refused_as_a_key(people: People, key: str) -> None:
    before = Operation.objects.count()
    answer = unlinked_nothing(people, key)
    assert answer.status_code == 422
    assert list(answer.json()["error"]["fields"]) == ["Idempotency-Key"]
    assert Operation.objects.count() == before


def unlinked_nothing(people: People, key: str) -> Any:
    """Make a call that gets as far as its key, and finds nothing to do."""
    body = {"conversation_id": 1, "link_id": str(uuid.uuid4())}
    return people.callers["bob"].post("unlink_issue", body, key=key)
