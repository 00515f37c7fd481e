"""What an agent does in the sidebar, and the waits for what it then shows."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from .pickers import choose, choose_team, open_picker, options_of, picker

# Lets no question to the Linear part of the API be answered.
ANSWER_NEVER = """const ask = window.fetch;
window.fetch = (address, ...more) => String(address).includes("/integrations/linear")
    ? new Promise(() => {})
    : ask(address, ...more);"""

Act = Callable[[Page], None]


def sidebar_of(page: Page) -> Locator:
    """Return the sidebar."""
    return page.locator("linear-sidebar")


def shows(text: str) -> Act:
    """Wait until the sidebar shows a text."""

    def wait(page: Page) -> None:
        expect(sidebar_of(page).get_by_text(text).first).to_be_visible()

    return wait


def keep_loading(page: Page) -> None:
    """Load the page again, and let no answer of the API's arrive."""
    page.add_init_script(ANSWER_NEVER)
    page.reload()
    expect(sidebar_of(page)).to_be_visible()


def open_create_form(page: Page) -> None:
    """Open the create form and choose a team."""
    _press(page, "Create issue")
    choose_team(sidebar_of(page), "ENG")


def suggest_similar(page: Page) -> None:
    """Give a new issue the title of one that is there."""
    open_create_form(page)
    sidebar_of(page).get_by_label("Title").fill("Webhooks are sent twice")
    expect(sidebar_of(page).get_by_role("button", name="Link instead")).to_be_visible()


def pick_quotes(page: Page) -> None:
    """Offer the thread's messages to be quoted, and pick one."""
    open_create_form(page)
    sidebar_of(page).get_by_role("button", name="Quote messages").click()
    sidebar_of(page).get_by_role("checkbox", disabled=False).last.check()


def preview(markdown: str) -> Act:
    """Return what opens the create form and looks at a description's preview."""

    def look(page: Page) -> None:
        open_create_form(page)
        sidebar_of(page).locator("textarea").fill(markdown)
        sidebar_of(page).get_by_role("tab", name="Preview").click()
        expect(sidebar_of(page).get_by_role("tabpanel", name="Preview")).to_be_visible()

    return look


def open_big_pickers(page: Page) -> None:
    """Choose the team with 260 people and labels, a label of a group, and open the labels."""
    _press(page, "Create issue")
    sidebar = sidebar_of(page)
    choose_team(sidebar, "BIG")
    choose(sidebar, "Labels", "Blocker")
    expect(open_picker(sidebar, "Labels")).to_have_count(260)


def look_for_somebody(page: Page) -> None:
    """Choose labels of the team with 260 people, and look for one of them by a part of the name."""
    open_big_pickers(page)
    box = picker(sidebar_of(page), "Assignee")
    box.press_sequentially("kow")
    expect(options_of(sidebar_of(page), "Assignee").filter(visible=True).first).to_be_visible()


def look_for_nobody(page: Page) -> None:
    """Look for somebody who isn't there."""
    open_create_form(page)
    picker(sidebar_of(page), "Assignee").press_sequentially("zzz")
    expect(page.get_by_text("Nothing matches.")).to_be_visible()


def create_slowly(page: Page) -> None:
    """Create an issue, and get no answer."""
    page.route("**/create_issue", lambda route: None)
    open_create_form(page)
    sidebar_of(page).get_by_label("Title").press("Control+Enter")
    expect(page.get_by_text("Creating the issue…")).to_be_visible()


def send_incomplete(page: Page) -> None:
    """Send the create form without a title."""
    _press(page, "Create issue")
    title = sidebar_of(page).get_by_label("Title")
    title.fill(" ")
    title.press("Control+Enter")
    expect(page.get_by_text("Title is required")).to_be_visible()


def create_unconfirmed(page: Page) -> None:
    """Create an issue whose confirmation does not come."""
    open_create_form(page)
    sidebar_of(page).get_by_label("Title").press("Control+Enter")
    expect(page.get_by_text("not confirmed").first).to_be_visible()


def open_link_search(page: Page) -> None:
    """Open the search for an issue to link."""
    _press(page, "Link issue")
    expect(sidebar_of(page).get_by_role("combobox")).to_be_visible()


def search(words: str, found: str) -> Act:
    """Search for an issue to link, and wait for what is found; no words show the recent ones."""

    def type_words(page: Page) -> None:
        open_link_search(page)
        sidebar_of(page).get_by_role("combobox").press_sequentially(words)
        expect(sidebar_of(page).get_by_text(found).first).to_be_visible()

    return type_words


def comment(markdown: str, *, then: str = "") -> Act:
    """Return what writes a comment on the first issue; `then` names the tab to look at."""

    def write(page: Page) -> None:
        sidebar_of(page).get_by_role("button", name="Comment on").first.click()
        sidebar_of(page).locator("linear-comment-form textarea").fill(markdown)
        if then:
            sidebar_of(page).get_by_role("tab", name=then).click()
            expect(sidebar_of(page).get_by_role("tabpanel", name=then)).to_be_visible()

    return write


def comment_in_vain(page: Page) -> None:
    """Send a comment that Linear refuses."""
    comment("It burns")(page)
    sidebar_of(page).get_by_role("button", name="Comment", exact=True).click()
    expect(sidebar_of(page).get_by_text("usage_limit_exceeded")).to_be_visible()


def unlink(page: Page) -> None:
    """Unlink the first issue."""
    sidebar_of(page).get_by_role("button", name="Unlink").first.click()
    expect(sidebar_of(page).get_by_role("button", name="Undo").first).to_be_visible()


def _press(page: Page, button: str) -> None:
    sidebar_of(page).get_by_role("button", name=button).click()
