"""The way in, and the list of conversations."""

from datetime import timedelta

from django.utils import timezone

from conversations.conversations import (
    assign,
    create_conversation,
    create_message,
    toggle_status,
)
from conversations.models import Account, Contact, Conversation, Inbox, User
from conversations.notes import post_note

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


def test_the_tabs_count_what_the_filters_leave(
    browser: Browser, alice: User, inbox: Inbox, contact: Contact, conversation: Conversation
) -> None:
    for number, status in enumerate(("resolved", "resolved", "snoozed")):
        create_conversation(
            inbox.account, inbox=inbox, contact=contact, subject=f"Old {number}", status=status
        )
    client, page = browser(alice), LIST.format(inbox.account_id)

    def counts(**query: str | int) -> dict[str, int]:
        tabs = client.get(page, query).context["tabs"]
        return {status: count for status, _, count in tabs}

    none = {"open": 0, "pending": 0, "snoozed": 0, "resolved": 0, "all": 0}
    everything = none | {"open": 2, "snoozed": 1, "resolved": 2, "all": 5}
    assert counts() == counts(status="resolved") == everything
    assert counts(q="Old") == none | {"snoozed": 1, "resolved": 2, "all": 3}
    assert counts(inbox=inbox.pk) == everything | {"open": 1, "all": 4}
    assert counts(assignee_type="me") == none
    assert b"Show them without search" in client.get(page, {"assignee_type": "me"}).content


def test_the_list_shows_mine_or_nobodys(
    browser: Browser, alice: User, bob: User, conversation: Conversation
) -> None:
    assign(conversation, bob, by=alice)
    page = LIST.format(conversation.account_id)
    for user, assignee_type, expected in (
        (bob, "me", True),
        (alice, "me", False),
        (bob, "unassigned", False),
        (bob, "all", True),
        (bob, "x", True),
    ):
        found = browser(user).get(page, {"assignee_type": assignee_type}).context["page"]
        assert (conversation in found) is expected, (user, assignee_type)


def test_a_row_shows_the_newest_words_that_a_person_wrote(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    create_message(conversation, content="<i>Seen</i> " * 50, sender=bob, private=True)
    toggle_status(conversation, "pending", by=bob)
    text = (
        browser(bob).get(LIST.format(conversation.account_id), {"status": "all"}).content.decode()
    )
    assert "Private note" in text
    assert "<bdi>Bob</bdi>: &lt;i&gt;Seen" in text
    assert text.count("Seen") == 17
    assert "marked pending" not in text


def test_a_row_names_the_author_of_a_note_of_the_products_own(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    post_note(conversation, "ENG-1 was completed", author="Linear")
    text = browser(bob).get(LIST.format(conversation.account_id)).content.decode()
    assert "<bdi>Linear</bdi>: ENG-1 was completed" in text


def test_an_unchanged_list_is_not_sent_again(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    client, part = browser(bob), f"{LIST.format(conversation.account_id)}/list"
    first = client.get(part)
    assert "<html" not in first.content.decode()
    same = {"If-None-Match": first["ETag"]}
    assert client.get(part, headers=same).status_code == 304
    create_message(conversation, content="News", message_type="incoming")
    assert b"News" in client.get(part, headers=same).content


def test_an_account_without_conversations_says_so(
    browser: Browser, alice: User, conversation: Conversation
) -> None:
    Conversation.objects.all().delete()
    page = LIST.format(conversation.account_id)
    assert b"There are no conversations yet." in browser(alice).get(f"{page}?status=all").content
    assert b"No conversation has this status." in browser(alice).get(page).content


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
