"""What people say to the app is understood as they mean it."""

import pytest
from pytest_django import Settings

from linear_integration.agents.questions import ConversationNumber, Question, read_question

URL = "https://help.example.com/app/accounts/7/conversations/12"
TO_LINK = Question(wants_link=True, to_link=ConversationNumber(7, 12))


@pytest.fixture(autouse=True)
def _address(settings: Settings) -> None:
    settings.FRONTEND_URL = "https://help.example.com"
    settings.FORMER_FRONTEND_URLS = ["https://old.example.com:8443", "https://older.example.com"]


@pytest.mark.parametrize(
    "text",
    [
        f"link {URL}",
        f"LINK {URL}/",
        f"@supportbridge please link {URL}?tab=1#m5 now.",
        f"link: [{URL}]({URL})",
        f"link [Conversation 12 of Zürich]({URL})",
        f"**link** <{URL}>",
        f"link this to {URL}.",
        f"link\n\n{URL}",
        f"What is the status? And link {URL}",
        "link help.example.com/app/accounts/7/conversations/12",
        "link http://help.example.com/app/accounts/7/conversations/12",
        "link https://old.example.com:8443/app/accounts/7/conversations/12",
        "link https://older.example.com/app/accounts/7/conversations/12",
    ],
)
def test_link_and_an_address_is_a_link_however_it_is_written(text: str) -> None:
    assert read_question(text) == TO_LINK


@pytest.mark.parametrize(
    "text",
    [
        "link https://evil.example/app/accounts/7/conversations/12",
        "link https://evil.example/help.example.com/app/accounts/7/conversations/12",
        "link https://nothelp.example.com/app/accounts/7/conversations/12",
        "link https://help.example.com.evil.example/app/accounts/7/conversations/12",
        "link https://help.example.com@evil.example/app/accounts/7/conversations/12",
        f"link {URL}x",
        "link https://help.example.com/app/accounts/7/conversations/" + "9" * 40,
    ],
)
def test_another_address_is_nothing_to_link(text: str) -> None:
    assert read_question(text) == Question(wants_link=True)


@pytest.mark.parametrize("text", ["status", "STATUS?", "@supportbridge: Status, please."])
def test_status_is_understood_in_any_case(text: str) -> None:
    assert read_question(text) == Question(wants_status=True)


@pytest.mark.parametrize(
    "text",
    [
        "link",
        "@supportbridge see the link above",
        "thanks for the link",
        f"{URL} was the right link",
        "link old.example.com",
        f"do not link {URL}",
        f"Don't link {URL}",
        "do not link https://evil.example",
    ],
)
def test_the_word_alone_wants_no_link(text: str) -> None:
    assert read_question(text) == Question()


@pytest.mark.parametrize("text", ["", "Fix it", "statuses", "unlink it", URL, "hyperlinks"])
def test_anything_else_asks_for_nothing(text: str) -> None:
    assert read_question(text) == Question()


def test_a_long_text_is_read_at_once() -> None:
    assert read_question("link " + "a " * 50_000 + "[" * 50_000).to_link is None
