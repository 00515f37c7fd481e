"""An app in a workspace: which teams it sees, and how many installations there are."""

from collections.abc import Sequence

from .oauth_flow import connect, consent_form, decide, exchange
from .process import GLOBEX, Linear

TEAMS = "{ teams { nodes { key } } }"


def _install(linear: Linear, team_ids: Sequence[str] = ()) -> str:
    """Let the app into Acme and return its Authorization header."""
    code = decide(linear, team_ids=team_ids)["code"]
    return f"Bearer {exchange(linear, code).json()['access_token']}"


def _keys(linear: Linear, key: str) -> list[str]:
    return sorted(node["key"] for node in linear.ask(TEAMS, key=key)["teams"]["nodes"])


def test_an_app_sees_the_teams_that_were_chosen_and_no_others(own: Linear) -> None:
    ids = [own.team(name) for name in ("ENG", "SEC")]
    globex = own.ask('{ teams(filter: {key: {eq: "BIG"}}) { nodes { id } } }', key=GLOBEX)
    key = _install(own, [*ids, globex["teams"]["nodes"][0]["id"]])
    assert _keys(own, key) == ["ENG", "SEC"]
    assert _keys(own, _install(own)) == ["DES", "ENG", "OPS"]


def test_only_an_app_is_asked_for_teams(own: Linear) -> None:
    assert consent_form(own)[0].count('name="team_id"') > 100
    assert 'name="team_id"' not in consent_form(own, actor="user")[0]


def test_a_person_says_on_the_consent_page_who_they_are(own: Linear) -> None:
    users = own.ask("{ users { nodes { id name app } } }")["users"]["nodes"]
    ids = {user["name"]: user["id"] for user in users}
    page = consent_form(own, actor="user")[0]
    assert f'<option value="{ids["Jonas Weber"]}" >Jonas Weber</option>' in page
    assert "Victor Hale" not in page, "he has left"
    for person in ("Jonas Weber", "Maya Lindqvist"):
        code = decide(own, user_ids=[ids[person]], actor="user")["code"]
        key = f"Bearer {exchange(own, code).json()['access_token']}"
        assert own.ask("{ viewer { name } }", key=key)["viewer"]["name"] == person


def test_a_new_installation_ends_the_one_before_it_under_the_strict_rule(own: Linear) -> None:
    first = connect(own)
    connect(own)
    assert own.answer(TEAMS, key=f"Bearer {first['access_token']}").status_code == 200
    own.post("settings", {"one_app_token": True})
    person = connect(own, actor="user")
    second = connect(own)
    assert own.answer(TEAMS, key=f"Bearer {first['access_token']}").status_code == 401
    for pair in (person, second):
        assert own.answer(TEAMS, key=f"Bearer {pair['access_token']}").status_code == 200
