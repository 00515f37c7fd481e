"""Every page but the conversation's sidebar, in each of its states."""

from playwright.sync_api import Page, expect

from ..isolation import table
from .demo import Demo
from .own_webhooks import OWN_WEBHOOKS
from .people import PEOPLE
from .places import ACME, CARDS, GLOBEX, INITECH, OTHER_HELPDESK, PARKED, QUIET, REMOVED, TO_UNLINK
from .sight import Sight

OPERATIONS_PAGE = f"{table.LINEAR_PAGE}/operations"
AUTOMATIONS_PAGE = f"{table.LINEAR_PAGE}/automations"
CARDS_PAGE = {"account_id": ACME, "display_id": next(iter(CARDS))}


def refuse_to_sign_in(page: Page) -> None:
    """Sign in with a wrong password."""
    page.locator("[name=username]").fill("bob@example.com")
    page.locator("[name=password]").fill("wrong")
    page.locator("main button:not([type=button])").click()
    expect(page.get_by_role("alert")).to_be_visible()


def guess_too_often(page: Page) -> None:
    """Guess a password until none is looked at any more."""
    heading = page.get_by_role("heading", level=1)
    while heading.inner_text() == "Sign in":
        page.locator("[name=username]").fill("guessed@example.com")
        page.locator("[name=password]").fill("a guess")
        with page.expect_navigation():
            page.locator("main button:not([type=button])").click()
    expect(heading).to_have_text("Too many attempts")


def show_api(page: Page) -> None:
    """Wait until the API's calls are listed."""
    expect(page.locator("#operations-tag-linear")).to_be_visible()


def open_own_menu(page: Page) -> None:
    """Look at what is the person's own."""
    page.locator(".top-bar .menu").last.locator("summary").click()
    expect(page.locator(".top-bar .menu a").last).to_be_visible()


def open_bell(page: Page) -> None:
    """Look at the latest notifications."""
    page.locator(".bell summary").click()
    expect(page.locator(".bell-menu li").first).to_be_visible()


def choose_private_note(page: Page) -> None:
    """Choose to write a private note."""
    page.locator("[name=kind][value=private]").check(force=True)


def open_assignee_menu(page: Page) -> None:
    """Look at whom the conversation may be given to."""
    page.locator("#assignee-menu summary").click()
    expect(page.locator("#assignee-menu button").first).to_be_visible()


def choose_team(page: Page) -> None:
    """Choose the team whose entities an inbox's defaults may name."""
    page.get_by_label("Team").select_option(index=1)
    page.locator("main form:has([name=team_id]) button").first.click()
    expect(page.get_by_label("Priority")).to_be_visible()


def allow_wrong_address(page: Page) -> None:
    """Enter an address with a path."""
    page.locator("main [name=origin]:not([type=hidden])").fill(f"{OTHER_HELPDESK}/inbox")
    page.locator("main form:has(button.primary) button").click()
    expect(page.locator(".field-error")).to_be_visible()


def _let_writes_fail(demo: Demo) -> None:
    """Let one write be refused, and the answer to another one be lost for good."""
    demo.sandbox.add_fault(match={"field": "issueCreate"}, action="usage_limit", times=1)
    with demo.linear(ACME, "Bob") as api:
        team = api.get("/teams").json()["data"][0]["id"]
        body = {"conversation_id": TO_UNLINK, "team_id": team}
        api.post("/create_issue", json=body | {"title": "The export stops at 1,000 rows"})
        demo.sandbox.add_fault(action="http_error", status=503, times=None)
        api.post("/create_issue", json=body | {"title": "Invoices carry yesterday's date"})


PUBLIC = [
    Sight("sign-in", "login", person=None),
    Sight("sign-in-refused", "login", person=None, act=refuse_to_sign_in),
    Sight("sign-in-too-often", "login", person=None, act=guess_too_often, answers=(429,)),
    Sight("help", "docs/", person=None),
    Sight("help-agent", "docs/<slug:page>/", numbers={"page": "agent"}),
    Sight("help-embedding", "docs/<slug:page>/", numbers={"page": "embedding"}),
    Sight("help-loop", "docs/<slug:page>/", numbers={"page": "loop"}),
    Sight("help-troubleshooting", "docs/<slug:page>/", numbers={"page": "troubleshooting"}),
    Sight("api", "api/docs", person=None, act=show_api, foreign=".swagger-ui"),
    Sight("not-found", "docs/<slug:page>/", numbers={"page": "nothing"}, answers=(404,)),
]
HELPDESK = [
    Sight("no-account", "", person="Dan"),
    Sight("conversations", f"{table.PAGES}/conversations", numbers={"account_id": ACME}),
    Sight(
        "own-menu",
        f"{table.PAGES}/conversations",
        numbers={"account_id": ACME},
        act=open_own_menu,
    ),
    Sight(
        "conversations-empty",
        f"{table.PAGES}/conversations",
        person="Ivan",
        numbers={"account_id": QUIET},
    ),
    Sight("conversation", table.CONVERSATION_PAGE, numbers=CARDS_PAGE),
    Sight(
        "conversation-note",
        table.CONVERSATION_PAGE,
        numbers=CARDS_PAGE,
        act=choose_private_note,
    ),
    Sight(
        "conversation-assignee",
        table.CONVERSATION_PAGE,
        numbers=CARDS_PAGE,
        act=open_assignee_menu,
    ),
]
NOTIFICATIONS = [
    Sight("notifications", table.NOTIFICATIONS_PAGE, "Erin", {"account_id": GLOBEX}),
    Sight("notifications-empty", table.NOTIFICATIONS_PAGE, "Ivan", {"account_id": QUIET}),
    Sight(
        "notifications-menu",
        f"{table.PAGES}/conversations",
        "Erin",
        {"account_id": GLOBEX},
        query="?status=all",
        act=open_bell,
    ),
    Sight(
        "conversation-product-note",
        table.CONVERSATION_PAGE,
        "Carol",
        {"account_id": GLOBEX, "display_id": 3},
    ),
]
SETTINGS = [
    Sight("integrations", table.INTEGRATIONS_PAGE, "Alice", {"account_id": ACME}),
    Sight(
        "integrations-refused",
        table.INTEGRATIONS_PAGE,
        "Bob",
        {"account_id": ACME},
        answers=(403,),
    ),
    Sight("linear-settings", table.LINEAR_PAGE, "Alice", {"account_id": ACME}),
    Sight("linear-settings-not-connected", table.LINEAR_PAGE, "Carol", {"account_id": GLOBEX}),
    Sight("linear-settings-reauthorize", table.LINEAR_PAGE, "Frank", {"account_id": INITECH}),
    Sight("linear-settings-removed", table.LINEAR_PAGE, "Kim", {"account_id": REMOVED}),
    Sight(
        "linear-settings-feature-off",
        table.LINEAR_PAGE,
        "Ivan",
        {"account_id": QUIET},
        answers=(403,),
    ),
    Sight(
        "linear-operations",
        OPERATIONS_PAGE,
        "Alice",
        {"account_id": ACME},
        arrange=_let_writes_fail,
        harms_linear=True,
    ),
    Sight("linear-operations-empty", OPERATIONS_PAGE, "Carol", {"account_id": GLOBEX}),
    Sight(
        "linear-operations-none-matches",
        OPERATIONS_PAGE,
        "Alice",
        {"account_id": ACME},
        query="?kind=unlink_issue&status=pending",
    ),
    Sight("linear-deliveries", table.DELIVERIES_PAGE, "Alice", {"account_id": ACME}),
    Sight("linear-deliveries-empty", table.DELIVERIES_PAGE, "Carol", {"account_id": GLOBEX}),
    Sight(
        "linear-deliveries-none-matches",
        table.DELIVERIES_PAGE,
        "Alice",
        {"account_id": ACME},
        query="?event_type=ReleaseNote&status=parked",
    ),
    Sight(
        "linear-delivery",
        table.DELIVERY_PAGE,
        "Alice",
        {"account_id": ACME, "delivery_id": PARKED},
    ),
    Sight("linear-defaults", f"{table.LINEAR_PAGE}/defaults", "Alice", {"account_id": ACME}),
    Sight(
        "linear-defaults-not-connected",
        f"{table.LINEAR_PAGE}/defaults",
        "Carol",
        {"account_id": GLOBEX},
    ),
    Sight(
        "linear-inbox-defaults",
        table.INBOX_DEFAULTS_PAGE,
        "Alice",
        {"account_id": ACME, "inbox_id": 1},
        act=choose_team,
    ),
    Sight("linear-automations", AUTOMATIONS_PAGE, "Alice", {"account_id": ACME}),
    Sight("linear-automations-not-connected", AUTOMATIONS_PAGE, "Carol", {"account_id": GLOBEX}),
    Sight("mentions", table.MENTIONS_PAGE, "Bob", {"account_id": ACME}),
    Sight("mentions-empty", table.MENTIONS_PAGE, "Carol", {"account_id": GLOBEX}),
    Sight("embedding", table.EMBEDDING_PAGE, "Alice", {"account_id": ACME}),
    Sight("embedding-nobody", table.EMBEDDING_PAGE, "Frank", {"account_id": INITECH}),
    Sight(
        "embedding-refused",
        table.EMBEDDING_PAGE,
        "Carol",
        {"account_id": GLOBEX},
        act=allow_wrong_address,
        answers=(422,),
    ),
    # The demo's first connection has the first number.
    Sight(
        "linear-disconnect",
        f"{table.HOOK_PAGE}/disconnect",
        "Alice",
        {"account_id": ACME, "hook_id": 1},
    ),
]
PAGES = PUBLIC + HELPDESK + NOTIFICATIONS + SETTINGS + OWN_WEBHOOKS + PEOPLE
