"""Issues of workspaces that aren't connected: told from ours by their address, before Linear is."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ..cast import Cast
from ..isolation.world import World
from ..sandbox_process import Sandbox
from .conftest import LinearApi, LinearFactory

pytestmark = pytest.mark.django_db

URL_KEYS = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(url_key=URL_KEYS)
def test_an_issue_of_another_workspace_is_neither_linked_nor_found(
    cast: Cast, world: World, sandbox: Sandbox, linear: LinearFactory, url_key: str
) -> None:
    assume(url_key != "acme")
    bobs: LinearApi = linear(cast.bob, cast.acme_support)
    address = f"{sandbox.url}/{url_key}/issue/ENG-1"
    answer = bobs.post("link_issue", {"conversation_id": 1, "issue_id": address})
    assert answer.status_code == 422
    assert "not in the connected workspace" in answer.json()["error"]["fields"]["issue_id"][0]
    assert bobs.get("search_issue", q=address).json() == {"data": []}
    assert sandbox.requests() == []
