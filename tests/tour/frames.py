"""The sidebar alone, as pages of another helpdesk's frame it."""

from typing import Any

from playwright.sync_api import Page

from conversations.demo.people import token_of

from ..isolation.table import EMBED_PAGE
from . import acts
from .demo import API
from .places import ACME, CARDS, EMPTY, GLOBEX, OTHER_HELPDESK, TO_CREATE
from .sight import Sight, nothing

EXPIRED = {"error": {"code": "embed_token_expired", "message": "It is over.", "request_id": "1"}}


def open_frame(
    person: str, account: int, display_id: int, *, query: str = "", act: acts.Act = nothing
) -> acts.Act:
    """Ask for a token as the other helpdesk's server does, and open the frame's address."""

    def opened(page: Page) -> None:
        answer = page.request.post(
            f"{API.format(account=account)}/embed_token",
            headers={"Authorization": f"Bearer {token_of(person)}"},
            data={"conversation_id": display_id, "origin": OTHER_HELPDESK},
        )
        page.goto(answer.json()["data"]["url"] + query)
        act(page)

    return opened


def outlive_token(page: Page) -> None:
    """Let the token end, and nobody hand on another; the next question finds that out."""
    page.route("**/linked_issues?*", lambda route: route.fulfill(status=401, json=EXPIRED))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    acts.shows("The time of this view is over.")(page)


def _frame(name: str, person: str, account: int, display_id: int, **more: Any) -> Sight:
    return Sight(
        f"frame-{name}",
        EMBED_PAGE,
        person=None,
        numbers={"display_id": display_id},
        act=open_frame(person, account, display_id, **more),
        # Opened without a token at first.
        answers=(401, 403),
        part="main",
    )


FIRST = next(iter(CARDS))
FRAMES = [
    Sight("frame-no-token", EMBED_PAGE, None, {"display_id": FIRST}, answers=(403,)),
    _frame("cards", "Bob", ACME, FIRST, act=acts.shows("OPS-2")),
    _frame("cards-dark", "Bob", ACME, FIRST, query="&theme=dark", act=acts.shows("OPS-2")),
    _frame("empty", "Bob", ACME, EMPTY, act=acts.shows("No linked issues")),
    _frame("create", "Bob", ACME, TO_CREATE, act=acts.open_create_form),
    _frame("quotes", "Bob", ACME, TO_CREATE, act=acts.pick_quotes),
    _frame("expired", "Bob", ACME, FIRST, act=outlive_token),
    _frame("not-connected", "Erin", GLOBEX, 1, act=acts.shows("administrator")),
]
