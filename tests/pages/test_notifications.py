"""The bell, the list's unread marks, and the page of notifications, without any script."""

import re

from pytest_django import DjangoAssertNumQueries

from conversations.conversations import assign, create_conversation
from conversations.models import Contact, Conversation, Inbox, Membership, Notification, User

from ..cast import Cast
from ..notifications import count_unread, tell
from .conftest import Browser, words_of

NOTIFICATIONS = "/app/accounts/{}/notifications"


def page_of(conversation: Conversation, rest: str = "") -> str:
    return NOTIFICATIONS.format(conversation.account_id) + rest


def list_of(conversation: Conversation) -> str:
    return f"/app/accounts/{conversation.account_id}/conversations"


def address(conversation: Conversation) -> str:
    return f"{list_of(conversation)}/{conversation.display_id}"


def bell_of(text: str) -> str:
    """Return what the bell says, for those who hear it and those who see it."""
    (bell,) = re.findall(r"<notification-bell.*?</summary>", text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", bell).split())


def test_the_bell_on_every_page_says_how_much_is_unread(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    client = browser(bob)
    pages = (list_of(conversation), address(conversation), page_of(conversation))
    for page in pages:
        assert bell_of(client.get(page).content.decode()) == "Notifications"
    tell(conversation, bob)
    for page in pages:
        assert bell_of(client.get(page).content.decode()) == "1 1 unread notification"
    tell(conversation, bob)
    assert bell_of(client.get(pages[0]).content.decode()) == "2 2 unread notifications"


def test_the_bell_leads_to_the_page_without_a_script(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    text = browser(bob).get(list_of(conversation)).content.decode()
    assert f'<a href="{page_of(conversation)}">All notifications</a>' in text


def test_many_are_counted_shortly(browser: Browser, bob: User, conversation: Conversation) -> None:
    for _ in range(100):
        tell(conversation, bob)
    text = browser(bob).get(list_of(conversation)).content.decode()
    assert bell_of(text) == "99+ 100 unread notifications"


def test_the_list_marks_in_words_what_is_unread(
    browser: Browser, alice: User, bob: User, conversation: Conversation
) -> None:
    for _ in range(2):
        tell(conversation, bob)
    for user, expected in ((bob, True), (alice, False)):
        for page in (list_of(conversation), f"{list_of(conversation)}/list"):
            text = browser(user).get(page).content.decode()
            assert ('<span class="unread">2 unread</span>' in text) is expected


def test_an_unread_mark_makes_a_new_list(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    assign(conversation, bob, by=bob)
    client, part = browser(bob), f"{list_of(conversation)}/list"
    same = {"If-None-Match": client.get(part)["ETag"]}
    tell(conversation, bob)
    assert client.get(part, headers=same).status_code == 200


def test_the_page_tells_what_happened_where_and_links_to_it(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    url = "https://linear.app/acme/issue/ENG-1"
    notification = tell(conversation, bob, "[ENG-1] is <b>completed</b>")
    notification.links = {"ENG-1": url}
    notification.save()
    response = browser(bob).get(page_of(conversation))
    text = response.content.decode()
    assert "Unread [ ENG-1 ] is <b>completed</b>" in words_of(response)
    assert f'[<a href="{url}" target="_blank" rel="noopener noreferrer">ENG-1</a>]' in text
    link = f'<a class="where" href="{address(conversation)}">#1 <bdi>The export fails</bdi></a>'
    assert link in text


def test_a_page_without_notifications_says_what_will_be_there(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    response = browser(bob).get(page_of(conversation))
    assert "Nothing yet. What happens in the conversations" in words_of(response)
    assert "Mark all as read" not in words_of(response)


def test_the_page_has_pages_with_the_newest_first(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    for number in range(26):
        tell(conversation, bob, f"Event {number}")
    client = browser(bob)
    first = words_of(client.get(page_of(conversation)))
    assert first.index("Event 25") < first.index("Event 24")
    assert "Page 1 of 2" in first
    assert "Event 0 " in words_of(client.get(page_of(conversation, "?page=2")))
    assert client.get(page_of(conversation, "?page=x")).status_code == 200


def test_all_are_marked_as_read_but_those_that_came_since_the_page_was_shown(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    tell(conversation, bob)
    client = browser(bob)
    text = client.get(page_of(conversation)).content.decode()
    (until,) = re.findall(r'name="until" value="(\d+)"', text)
    later = tell(conversation, bob, "Later")
    response = client.post(page_of(conversation, "/read"), {"until": until}, follow=True)
    assert response.redirect_chain == [(page_of(conversation), 302)]
    assert [each.pk for each in Notification.objects.filter(read_at=None)] == [later.pk]
    client.post(page_of(conversation, "/read"))
    assert count_unread(bob) == 0


def test_looking_at_pages_reads_nothing(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    tell(conversation, bob)
    client = browser(bob)
    for page in (address(conversation), f"{address(conversation)}/thread", page_of(conversation)):
        assert client.get(page).status_code == 200
    assert client.get(page_of(conversation, f"/latest?conversation={1}")).status_code == 200
    assert count_unread(bob) == 1


def test_a_conversations_page_offers_to_mark_its_own_as_read(
    browser: Browser, bob: User, inbox: Inbox, contact: Contact, conversation: Conversation
) -> None:
    another = create_conversation(inbox.account, inbox=inbox, contact=contact)
    tell(another, bob)
    client = browser(bob)
    assert "as read" not in words_of(client.get(address(conversation)))
    tell(conversation, bob)
    assert "Mark this conversation's as read" in words_of(client.get(address(conversation)))
    form = {"conversation": conversation.display_id}
    response = client.post(page_of(conversation, "/read"), form)
    assert response["Location"] == address(conversation)
    unread = Notification.objects.filter(read_at=None)
    assert [each.conversation for each in unread] == [another]


def test_a_script_that_marks_stays_where_it_is(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    tell(conversation, bob)
    response = browser(bob).post(
        page_of(conversation, "/read"), {"conversation": "1"}, headers={"X-Requested-With": "fetch"}
    )
    assert (response.status_code, count_unread(bob)) == (204, 0)


def test_a_form_that_makes_no_sense_reads_nothing(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    tell(conversation, bob)
    client = browser(bob)
    for form in ({"conversation": "x"}, {"until": "-1"}, {"until": 2**63}):
        assert client.post(page_of(conversation, "/read"), form).status_code == 302
    assert client.post(page_of(conversation, "/read"), {"conversation": 2**63}).status_code == 404
    assert count_unread(bob) == 1


def test_another_persons_notifications_stay_unread(
    browser: Browser, alice: User, bob: User, conversation: Conversation
) -> None:
    tell(conversation, bob)
    client = browser(alice)
    assert "Nothing yet." in words_of(client.get(page_of(conversation)))
    client.post(page_of(conversation, "/read"))
    client.post(page_of(conversation, "/read"), {"conversation": "1"})
    assert count_unread(bob) == 1


def test_the_bell_alone_is_answered_with_the_last_ten(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    for number in range(11):
        tell(conversation, bob, f"Event {number}")
    response = browser(bob).get(page_of(conversation, "/latest"))
    assert "<html" not in response.content.decode()
    words = words_of(response)
    assert "11 11 unread notifications" in words
    assert "Event 10 " in words
    assert "Event 1 " in words
    assert "Event 0 " not in words
    assert f'href="{address(conversation)}"' in response.content.decode()


def test_an_unchanged_bell_is_not_sent_again(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    client, part = browser(bob), page_of(conversation, "/latest")
    assert "Nothing yet." in words_of(client.get(part))
    same = {"If-None-Match": client.get(part)["ETag"]}
    assert client.get(part, headers=same).status_code == 304
    changes = (
        lambda: tell(conversation, bob),
        lambda: client.post(page_of(conversation, "/read")),
        lambda: conversation.inbox.members.remove(bob),
    )
    for change in changes:
        change()
        changed = client.get(part, headers=same)
        assert changed.status_code == 200
        same = {"If-None-Match": changed["ETag"]}
        assert client.get(part, headers=same).status_code == 304


def test_who_no_longer_sees_a_conversation_sees_nothing_of_it(browser: Browser, cast: Cast) -> None:
    conversation, bob = cast.conversation, cast.bob
    tell(conversation, bob, "Secret")
    client = browser(bob)
    cast.website.members.remove(bob)
    for page in (page_of(conversation), page_of(conversation, "/latest?conversation=1")):
        words = words_of(client.get(page))
        assert "Secret" not in words
        assert "Nothing yet." in words
        assert "unread" not in words
    client.post(page_of(conversation, "/read"))
    assert client.post(page_of(conversation, "/read"), {"conversation": "1"}).status_code == 404
    assert count_unread(bob) == 1


def test_each_account_has_its_own_bell(browser: Browser, cast: Cast) -> None:
    tell(cast.conversation, cast.bob)
    Membership.objects.create(account=cast.globex_care, user=cast.bob)
    cast.globex_inbox.members.add(cast.bob)
    client = browser(cast.bob)
    assert "Nothing yet." in words_of(client.get(page_of(cast.carols_conversation)))
    client.post(page_of(cast.carols_conversation, "/read"))
    assert count_unread(cast.bob) == 1


def test_bell_and_marks_take_a_query_each(
    browser: Browser,
    bob: User,
    conversation: Conversation,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(20):
        another = create_conversation(
            conversation.account, inbox=conversation.inbox, contact=conversation.contact
        )
        tell(another, bob)
        tell(conversation, bob)
    client = browser(bob)
    # Session, person, membership, their accounts; the bell, the number of pages, a page.
    with django_assert_num_queries(7):
        client.get(page_of(conversation))
    # Session, person, membership; number, the last ten.
    with django_assert_num_queries(5):
        client.get(page_of(conversation, "/latest?conversation=1"))
    # As without notifications (test_issue_badges.py), and the list's marks, and the bell.
    with django_assert_num_queries(11):
        client.get(list_of(conversation))
