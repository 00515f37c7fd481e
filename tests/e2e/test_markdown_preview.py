"""The create form's preview: what Markdown becomes, that it becomes nothing else, and how fast."""

import pytest
from django.templatetags.static import static
from playwright.sync_api import Page, expect

from conversations.models import Conversation, User
from tests.tour.pickers import choose_team

from . import steps

pytestmark = pytest.mark.e2e

# The words that a customer may write have to cost no more than their length.
LONG = 50_000
RENDER = """async ([address, texts]) => {
    const { renderMarkdown } = await import(address);
    return texts.map((text) => {
        const holder = document.createElement("div");
        holder.append(renderMarkdown(text));
        return holder.innerHTML;
    });
}"""
LINK = 'target="_blank" rel="noopener noreferrer"'

BLOCKS = {
    "One\ntwo\r\n\r\nthree": "<p>One<br>two</p><p>three</p>",
    "# Big\n###### Small\n#none": "<h3>Big</h3><h6>Small</h6><p>#none</p>",
    "> a\n> b\nc\n\nd": "<blockquote><p>a<br>b<br>c</p></blockquote><p>d</p>",
    "> > deep": "<blockquote><blockquote><p>deep</p></blockquote></blockquote>",
    "- a\n- b\n  - c\n": "<ul><li><p>a</p></li><li><p>b</p><ul><li><p>c</p></li></ul></li></ul>",
    "3. a\n4. b": '<ol start="3"><li><p>a</p></li><li><p>b</p></li></ol>',
    "1. a\n\n   more\n\nafter": "<ol><li><p>a</p><p>more</p></li></ol><p>after</p>",
    "- [ ] open\n- [x] done": "<ul><li><p>☐ open</p></li><li><p>☑ done</p></li></ul>",
    "* a\n- b": "<ul><li><p>a</p></li></ul><ul><li><p>b</p></li></ul>",
    "a\n\n---\n\nb": "<p>a</p><hr><p>b</p>",
    "```js\nlet *a* = `1`;\n\n  b\n```\nc": (
        "<pre><code>let *a* = `1`;\n\n  b</code></pre><p>c</p>"
    ),
    "~~~\nnever closed": "<pre><code>never closed</code></pre>",
    "- ```\n  code\n  ```": "<ul><li><pre><code>code</code></pre></li></ul>",
}
MARKS = {
    "**bold** *it* __bold__ _it_ ~~gone~~": (
        "<strong>bold</strong> <em>it</em> <strong>bold</strong> <em>it</em> <del>gone</del>"
    ),
    "***both*** and **a *b* c**": (
        "<strong><em>both</em></strong> and <strong>a <em>b</em> c</strong>"
    ),
    "snake_case_name, 2 * 3 * 4, a * b*": "snake_case_name, 2 * 3 * 4, a * b*",
    "**never closed, *nor this": "**never closed, *nor this",
    "`a * b` and ``x ` y`` and `left open": (
        "<code>a * b</code> and <code>x ` y</code> and `left open"
    ),
    r"\*not\* \`code\` C:\dir": r"*not* `code` C:\dir",
    "one\\\ntwo": "one<br>two",
}
LINKS = {
    "[a **b**](https://x.example/p?a=1&b=2)": (
        f'<a href="https://x.example/p?a=1&amp;b=2" {LINK}>a <strong>b</strong></a>'
    ),
    '[a](http://x.example/w_(b) "Title")': f'<a href="http://x.example/w_(b)" {LINK}>a</a>',
    "<https://x.example/a>": f'<a href="https://x.example/a" {LINK}>https://x.example/a</a>',
    "See https://x.example/a_b_c.": (
        f'See <a href="https://x.example/a_b_c" {LINK}>https://x.example/a_b_c</a>.'
    ),
    "[https://x.example](https://y.example)": (
        f'<a href="https://y.example" {LINK}>https://x.example</a>'
    ),
    "[![shot](https://x.example/a.png)](https://y.example)": (
        f'<a href="https://y.example" {LINK}>shot</a>'
    ),
    "[1] and [ ] stay": "[1] and [ ] stay",
}
HOSTILE = {
    "<img src=x onerror=alert(1)>": "&lt;img src=x onerror=alert(1)&gt;",
    "[a](javascript:alert(1))": "[a](javascript:alert(1))",
    "[a](data:text/html;base64,xxxx)": "[a](data:text/html;base64,xxxx)",
    "<javascript:alert(1)>": "&lt;javascript:alert(1)&gt;",
    '[a](https://x.example/"onclick=")': (
        f'<a href="https://x.example/&quot;onclick=&quot;" {LINK}>a</a>'
    ),
}
ENDLESS = [
    "*a _b " * LONG, "[" * LONG, "[a](" * LONG, "](a(b)" * LONG, "`" * LONG,
    "".join("`" * (n % 300) + "x" for n in range(LONG // 100)), "> " * LONG, "- " * LONG,
    "\n".join("  " * (n % 40) + "- x" for n in range(LONG // 10)), "# " + " " * LONG + "x",
    "- " + " " * LONG + "x", "https://x.example/" + "." * LONG + "a", "![" * LONG + "](https://x)",
    "~~" * LONG, "<https://" * LONG, "\\" * LONG, "**a" * LONG + "**" * LONG,
    "\n".join(["> - "] * (LONG // 10)), '](a "' * LONG, "- - " * LONG + "x",
]  # fmt: skip


@pytest.fixture
def rendered(page: Page) -> "Rendered":
    """Render Markdown in the browser."""
    page.goto("/login")
    return Rendered(page)


class Rendered:
    """Renders texts to HTML."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def __call__(self, texts: list[str]) -> list[str]:
        """Return what each text becomes, as HTML."""
        address = static("linear_integration/markdown-preview.js")
        return list(self._page.evaluate(RENDER, [address, texts]))


def test_blocks_stand_as_linear_would_show_them(rendered: Rendered) -> None:
    assert dict(zip(BLOCKS, rendered(list(BLOCKS)), strict=True)) == BLOCKS


@pytest.mark.parametrize("given", [MARKS, LINKS, HOSTILE], ids=["marks", "links", "hostile"])
def test_a_paragraph_has_its_marks_and_links_and_nothing_else(
    rendered: Rendered, given: dict[str, str]
) -> None:
    expected = {text: f"<p>{html}</p>" for text, html in given.items()}
    assert dict(zip(given, rendered(list(given)), strict=True)) == expected


@pytest.mark.timeout(30)
def test_no_text_takes_longer_than_its_length(rendered: Rendered) -> None:
    assert all(html.startswith("<") for html in rendered(ENDLESS))


def test_an_agent_looks_at_a_description_before_sending_it_by_the_keyboard(
    page: Page, alice: User, conversation: Conversation
) -> None:
    sidebar = steps.arrive_connected(page, alice, conversation)
    sidebar.get_by_role("button", name="Create issue").click()
    description = sidebar.get_by_label("Description (Markdown)")
    expect(sidebar.get_by_label("Title")).to_be_focused()
    page.keyboard.press("Tab")
    expect(sidebar.get_by_role("tab", name="Write")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(sidebar.get_by_role("tab", name="Preview", selected=True)).to_be_focused()
    shown = sidebar.get_by_role("tabpanel", name="Preview")
    expect(shown.locator("blockquote")).to_have_text("The export fails. Please help!")
    expect(shown.get_by_role("link", name="conversation #1")).to_be_visible()
    expect(description).to_be_hidden()
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    expect(description).to_be_focused()
    description.fill("")
    sidebar.get_by_role("tab", name="Preview").click()
    expect(shown).to_have_text("Nothing to preview.")


def test_a_problem_with_the_description_leads_back_to_it(
    page: Page, problems: list[str], alice: User, conversation: Conversation
) -> None:
    sidebar = steps.arrive_connected(page, alice, conversation)
    error = {"code": "invalid_input", "message": "No.", "fields": {"description": ["Too long."]}}
    page.route("**/create_issue", lambda route: route.fulfill(status=422, json={"error": error}))
    sidebar.get_by_role("button", name="Create issue").click()
    choose_team(sidebar, "ENG")
    sidebar.get_by_role("tab", name="Preview").click()
    sidebar.locator("form").get_by_role("button", name="Create issue").click()
    description = sidebar.locator("textarea")
    expect(description).to_be_focused()
    expect(description).to_have_accessible_description("Too long.")
    problems.clear()
