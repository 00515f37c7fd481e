"""The way in, and the list of conversations."""

from datetime import timedelta

from django.utils import timezone

from conversations.conversations import create_conversation, create_message
from conversations.models import Account, Contact, Conversation, Inbox, User

from .conftest import Browser

LIST = "/app/accounts/{}/conversations"


def test_the_front_door_leads_to_the_persons_account(
    browser: Browser, bob: User, acme_support: Account
) -> None:
    response = browser(bob).get("/", follow=True)
    assert response.redirect_chain == [(LIST.format(acme_support.pk), 302)]


def test_the_front_door_asks_strangers_to_sign_in(browser: Browser) -> None:
    response = browser(None).get("/")
    assert (response.status_code, response["Location"]) == (302, "/login?next=/")


def test_a_person_without_an_account_is_told_so(browser: Browser, dan: User) -> None:
    response = browser(dan).get("/")
    assert response.status_code == 200
    assert b"You are in no account yet" in response.content


def test_signing_in_leads_back_to_the_page_that_was_asked_for(
    browser: Browser, bob: User, acme_support: Account
) -> None:
    client = browser(None)
    page = LIST.format(acme_support.pk)
    assert client.get(page)["Location"] == f"/login?next={page}"
    response = client.post(
        "/login", {"username": "Bob@Example.com", "password": "demo", "next": page}
    )
    assert response["Location"] == page


def test_a_wrong_password_says_so_and_keeps_the_address(browser: Browser, bob: User) -> None:
    response = browser(None).post("/login", {"username": bob.email, "password": "wrong"})
    assert b'role="alert"' in response.content
    assert b'value="bob@example.com"' in response.content


def test_signing_out_takes_a_post(browser: Browser, bob: User) -> None:
    client = browser(bob)
    assert client.get("/logout").status_code == 405
    client.post("/logout")
    assert client.get("/")["Location"] == "/login?next=/"


def test_an_agent_sees_only_the_conversations_of_their_inboxes(
    browser: Browser,
    alice: User,
    bob: User,
    conversation: Conversation,
    other_inbox_conversation: Conversation,
) -> None:
    page = LIST.format(conversation.account_id)
    for user, expected in ((bob, False), (alice, True)):
        text = browser(user).get(page).content.decode()
        assert conversation.subject in text
        assert (other_inbox_conversation.subject in text) is expected


def test_strangers_find_no_account(
    browser: Browser, carol: User, dan: User, acme_support: Account
) -> None:
    for user in (carol, dan):
        response = browser(user).get(LIST.format(acme_support.pk))
        assert response.status_code == 404
        assert b"Acme Support" not in response.content


def test_the_list_filters_by_status_inbox_and_words(
    browser: Browser, alice: User, inbox: Inbox, contact: Contact, conversation: Conversation
) -> None:
    create_conversation(
        inbox.account, inbox=inbox, contact=contact, subject="Solved long ago", status="resolved"
    )
    client, page = browser(alice), LIST.format(inbox.account_id)

    def shown(query: str) -> set[str]:
        found = client.get(f"{page}?{query}").context["page"]
        return {each.subject for each in found}

    assert "Solved long ago" not in shown("")
    assert shown("status=resolved") == {"Solved long ago"}
    assert "Solved long ago" in shown("status=all")
    assert "Renewal of our contract" not in shown(f"inbox={inbox.pk}")
    assert shown("q=EXPORT") == {"The export fails"}
    assert shown("q=%3Cscript%3E") == set()
    assert shown("status=nonsense&inbox=abc&page=xyz") == shown("")


def test_a_search_finds_words_in_any_case_and_takes_signs_for_signs(
    browser: Browser, alice: User, conversation: Conversation
) -> None:
    create_message(conversation, content="Die ÜBERWEISUNG über 5 % fehlt", message_type="incoming")
    client, page = browser(alice), LIST.format(conversation.account_id)
    for words, expected in (
        ("überweisung", 1),
        ("5 %", 1),
        ("5_%", 0),
        ("%überw", 0),
        ("\\", 0),
        ("ÜBER 5 % FEHLT", 1),
    ):
        found = client.get(page, {"q": words}).context["page"]
        assert len(found) == expected, words
    assert client.get(page, {"q": "\0"}).status_code == 200


def test_filters_that_make_no_sense_are_left_out(
    browser: Browser, alice: User, conversation: Conversation
) -> None:
    client, page = browser(alice), LIST.format(conversation.account_id)
    for number in (2**63, "9" * 5000, "-1", "0", "\0"):
        for name in ("inbox", "page", "status"):
            assert conversation in client.get(page, {name: number}).context["page"]


def test_an_account_without_conversations_says_so(
    browser: Browser, alice: User, conversation: Conversation
) -> None:
    Conversation.objects.all().delete()
    page = LIST.format(conversation.account_id)
    assert b"There are no conversations yet." in browser(alice).get(f"{page}?status=all").content
    assert b"No conversation is open." in browser(alice).get(page).content


def test_a_search_is_shown_as_text(browser: Browser, alice: User, acme_support: Account) -> None:
    response = browser(alice).get(LIST.format(acme_support.pk), {"q": '"><script>alert(1)'})
    assert b"<script>alert" not in response.content


def test_long_lists_have_pages_that_keep_the_filter(
    browser: Browser, alice: User, inbox: Inbox, contact: Contact
) -> None:
    for number in range(26):
        created_at = timezone.now() - timedelta(days=1, minutes=number)
        create_conversation(
            inbox.account,
            inbox=inbox,
            contact=contact,
            subject=f"Many {number}",
            created_at=created_at,
        )
    client = browser(alice)
    page = LIST.format(inbox.account_id)
    assert "q=Many&amp;page=2" in client.get(f"{page}?q=Many").content.decode()
    second = client.get(f"{page}?q=Many&page=2")
    assert [each.subject for each in second.context["page"]] == ["Many 25"]
