"""The sidebar, in each of its states."""

from functools import partial
from typing import Any

from ..isolation.table import CONVERSATION_PAGE
from . import acts
from .demo import Demo
from .places import (
    ACME,
    CARDS,
    EMPTY,
    GLOBEX,
    GONE,
    INITECH,
    LIMITED,
    OLD,
    REMOVED,
    TO_CONFIRM,
    TO_CREATE,
    TO_UNLINK,
    UMBRA,
)
from .sight import Sight

PART = ".linear-panel"


def _sidebar(name: str, account: int, display_id: int, person: str = "Bob", **more: Any) -> Sight:
    numbers = {"account_id": account, "display_id": display_id}
    return Sight(f"sidebar-{name}", CONVERSATION_PAGE, person, numbers, part=PART, **more)


_in_acme = partial(_sidebar, account=ACME)


def _link_to_unlink(demo: Demo) -> None:
    demo.link(TO_UNLINK, "ENG-4")


def _let_linear_be_down(demo: Demo) -> None:
    demo.sandbox.add_fault(action="http_error", status=503, times=None)


def _limit_searches(demo: Demo) -> None:
    demo.sandbox.add_fault(
        match={"field": "searchIssues"}, action="rate_limited", retry_after=90, times=1
    )


def _refuse_comments(demo: Demo) -> None:
    demo.sandbox.add_fault(match={"field": "commentCreate"}, action="usage_limit", times=1)


def _lose_the_answer(demo: Demo) -> None:
    demo.sandbox.add_fault(match={"field": "issueCreate"}, action="commit_then_drop")
    demo.sandbox.add_fault(
        match={"operation": "Reconcile"}, action="drop_before_commit", times=None
    )


MARKDOWN = """# Invoices carry yesterday's date

> Hello, our invoices are **a day early**.
> Can you look?

1. Open *Billing*, then [the invoice](https://example.com/invoice)
2. Compare `created_at` and ~~due~~ date
   - seen in Safari
   - and in Firefox

---

```
GET /invoices/a-rather-long-identifier-that-has-to-wrap-at-280-pixels?zone=Europe/Berlin
```
"""
FIRST = next(iter(CARDS))
CARDS_SIGHT = _in_acme("cards", display_id=FIRST, act=acts.shows("OPS-2"))
PICKERS_SIGHT = _sidebar("pickers", UMBRA, 1, "Hana", act=acts.open_big_pickers)
SIDEBAR = [
    _sidebar("not-connected-agent", GLOBEX, 1, "Erin", act=acts.shows("administrator")),
    _sidebar("not-connected-administrator", GLOBEX, 1, "Carol", act=acts.shows("Connect Linear")),
    _sidebar("reauthorize-agent", INITECH, 1, "Gina", act=acts.shows("ENG-9")),
    _sidebar("reauthorize-administrator", INITECH, 1, "Frank", act=acts.shows("ENG-9")),
    _sidebar("removed", REMOVED, 1, "Kim", act=acts.shows("has removed the app")),
    _in_acme("loading", display_id=FIRST, act=acts.keep_loading),
    _in_acme("empty", display_id=EMPTY, act=acts.shows("No linked issues")),
    CARDS_SIGHT,
    _in_acme("create", display_id=TO_CREATE, act=acts.open_create_form),
    _in_acme("create-preview", display_id=TO_CREATE, act=acts.preview(MARKDOWN)),
    _in_acme("create-similar", display_id=TO_CREATE, act=acts.suggest_similar),
    _in_acme("create-quotes", display_id=TO_CREATE, act=acts.pick_quotes),
    _in_acme("create-incomplete", display_id=TO_CREATE, act=acts.send_incomplete),
    _in_acme("creating", display_id=TO_CREATE, act=acts.create_slowly),
    PICKERS_SIGHT,
    _sidebar("picker-narrowed", UMBRA, 1, "Hana", act=acts.look_for_somebody),
    _in_acme("picker-nothing-matches", display_id=TO_CREATE, act=acts.look_for_nobody),
    _in_acme("comment", display_id=FIRST, act=acts.comment("We can **reproduce** this.")),
    _in_acme("comment-preview", display_id=FIRST, act=acts.comment(MARKDOWN, then="Preview")),
    _in_acme(
        "comment-refused",
        display_id=FIRST,
        arrange=_refuse_comments,
        act=acts.comment_in_vain,
        answers=(422,),
        harms_linear=True,
    ),
    _in_acme("link-search", display_id=FIRST, act=acts.search("invoice", "Create “invoice”")),
    _in_acme("link-recent", display_id=FIRST, act=acts.search("", "linked already")),
    _sidebar("link-no-recent", UMBRA, 1, "Hana", act=acts.search("", "Type an identifier")),
    _in_acme("link-nothing-found", display_id=FIRST, act=acts.search("zzzz", "No issue matches")),
    _in_acme(
        "linear-down",
        display_id=next(iter(OLD)),
        arrange=_let_linear_be_down,
        act=acts.shows("ENG-3"),
        harms_linear=True,
    ),
    _in_acme(
        "search-while-down",
        display_id=FIRST,
        arrange=_let_linear_be_down,
        act=acts.search("invoice", "linear_unavailable"),
        answers=(502,),
        harms_linear=True,
    ),
    _sidebar(
        "rate-limited",
        LIMITED,
        1,
        "Jill",
        arrange=_limit_searches,
        act=acts.search("invoice", "Trying again in"),
        answers=(429,),
        harms_linear=True,
    ),
    _in_acme(
        "confirming",
        display_id=TO_CONFIRM,
        arrange=_lose_the_answer,
        act=acts.create_unconfirmed,
        answers=(504,),
        harms_linear=True,
    ),
    _in_acme("gone", display_id=next(iter(GONE)), act=acts.shows("ENG-6")),
    _in_acme("unlinked", display_id=TO_UNLINK, arrange=_link_to_unlink, act=acts.unlink),
]
