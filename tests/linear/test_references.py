"""What names an issue, and what doesn't."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from linear_integration.linear.references import (
    IssueReference,
    issues_named_in,
    parse_issue_reference,
)

UUID = "3b9ffe0c-9d24-4d1b-8a53-5c5a1b7f0f11"
URL_KEYS = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True)
IDENTIFIERS = st.from_regex(r"[A-Z][A-Z0-9]{0,6}-[1-9][0-9]{0,5}", fullmatch=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (UUID, IssueReference(uuid=UUID)),
        (f"  {UUID.upper()}\n", IssueReference(uuid=UUID)),
        ("ENG-123", IssueReference(identifier="ENG-123")),
        ("eng-123", IssueReference(identifier="ENG-123")),
        (
            "https://linear.app/acme/issue/ENG-123",
            IssueReference(identifier="ENG-123", workspace_url_key="acme"),
        ),
        (
            "HTTPS://Linear.App/Acme/issue/eng-123/it-burns?a=b#comment-1",
            IssueReference(identifier="ENG-123", workspace_url_key="acme"),
        ),
    ],
)
def test_it_reads(text: str, expected: IssueReference) -> None:
    assert parse_issue_reference(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ENG",
        "ENG-",
        "ENG-0",
        "ENG-01",
        "-1",
        "12-3",
        "ENG-1 and more",
        "ENG-\u0661",
        "\u212aEY-1",  # the Kelvin sign, which is a K to whoever ignores case
        UUID[:-1],
        "https://linear.app/acme/issue/",
        "https://linear.app/acme/project/ENG-1",
        "https://linear.app/ENG-1",
        "https://linear.app.evil.example/acme/issue/ENG-1",
        "https://linear.app@evil.example/acme/issue/ENG-1",
        "https://evil.example/linear.app/acme/issue/ENG-1",
        "http://linear.app/acme/issue/ENG-1",
        "https://[linear.app/acme/issue/ENG-1",
        "javascript:alert(1)",
        "ENG-1" + " " * 5 + "x" * 5_000,
    ],
)
def test_it_refuses(text: str) -> None:
    assert parse_issue_reference(text) is None


def test_the_address_of_linear_can_be_another() -> None:
    text = "http://127.0.0.1:8001/web/globex/issue/BIG-7/slug"
    reference = parse_issue_reference(text, web_url="http://127.0.0.1:8001/web/")
    assert reference == IssueReference(identifier="BIG-7", workspace_url_key="globex")
    assert parse_issue_reference(text) is None


@given(IDENTIFIERS, st.sampled_from(["{}", "https://linear.app/ws/issue/{}/x"]))
def test_an_identifier_is_read_back_from_every_form(identifier: str, form: str) -> None:
    for text in (form.format(identifier), form.format(identifier.lower())):
        reference = parse_issue_reference(text)
        assert reference is not None
        assert reference.value == identifier


@given(URL_KEYS, IDENTIFIERS, st.text(), st.sampled_from([str, str.lower, str.upper]))
def test_an_address_is_read_back_with_its_workspace(
    url_key: str, identifier: str, rest: str, cased: Callable[[str], str]
) -> None:
    address = cased(f"https://linear.app/{url_key}/issue/{identifier}")
    expected = IssueReference(identifier=identifier, workspace_url_key=url_key)
    for end in ("", "/", f"/{quote(rest)}", f"?{quote(rest)}", f"#{quote(rest)}"):
        assert parse_issue_reference(address + end) == expected


@given(st.uuids(), st.sampled_from([str.lower, str.upper]), st.sampled_from(["", " ", "\n\t"]))
def test_a_uuid_is_read_back(issue_id: uuid.UUID, cased: Callable[[str], str], blanks: str) -> None:
    text = f"{blanks}{cased(str(issue_id))}{blanks}"
    assert parse_issue_reference(text) == IssueReference(uuid=str(issue_id))


@given(st.from_regex(r"[a-z.:@\[\]-]+", fullmatch=True), URL_KEYS, IDENTIFIERS)
def test_no_other_host_is_linear(host: str, url_key: str, identifier: str) -> None:
    assume(host != "linear.app")
    assert parse_issue_reference(f"https://{host}/{url_key}/issue/{identifier}") is None


@given(st.text() | st.text().map("https://linear.app/{}".format))
@example("https://linear.app/\ud800/issue/ENG-1")
@example("//[")
def test_any_text_is_read_or_refused(text: str) -> None:
    reference = parse_issue_reference(text)
    if reference is not None:
        again = parse_issue_reference(reference.value)
        assert again == replace(reference, workspace_url_key=None)


@pytest.mark.parametrize(
    ("text", "identifiers"),
    [
        ("See https://linear.app/acme/issue/ENG-1/the-slug.", ["acme ENG-1"]),
        ("http://LINEAR.app/Acme/issue/eng-1?x=1#comment-2", ["acme ENG-1"]),
        (
            "[a](https://linear.app/acme/issue/ENG-1) <https://linear.app/b/issue/X-2>,",
            ["acme ENG-1", "b X-2"],
        ),
        ("**https://linear.app/acme/issue/ENG-1**", ["acme ENG-1"]),
        (
            "https://linear.app/acme/issue/ENG-1 https://linear.app/acme/issue/ENG-1/again",
            ["acme ENG-1"],
        ),
        ("https://linear.app.evil.com/acme/issue/ENG-1", []),
        ("https://linear.app/acme/project/ENG-1 ENG-1 linear.app/acme/issue/ENG-1", []),
        ("https://linear.app/" + "x" * 3_000 + "/issue/ENG-1", []),
        ("", []),
    ],
)
def test_addresses_are_found_wherever_they_stand_in_a_text(
    text: str, identifiers: list[str]
) -> None:
    found = issues_named_in(text)
    assert [f"{each.workspace_url_key} {each.identifier}" for each in found] == identifiers
