"""The pages in German and French, in a browser that asks for them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, expect

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

TEXTS = {
    "de": {"Link": "Verknüpfen", "%(count)s issue": ["%(count)s Issue", "%(count)s Issues"]},
    "fr": {"Link": "Associer", "%(count)s issue": ["%(count)s ticket", "%(count)s tickets"]},
}
SAY = """async () => {
  const i18n = await import("/static/conversations/i18n.js");
  const count = (count) =>
    i18n.interpolate(i18n.ngettext("%(count)s issue", "%(count)s issues", count), { count });
  return [i18n.language, i18n.gettext("Link"), i18n.gettext("toString"), ...[0, 1, 2].map(count)];
}"""
ASK = """async () => {
  const { LinearApi } = await import("/static/linear_integration/api.js");
  return new LinearApi("1").status().catch((error) => error.message);
}"""
ENGLISH = ["Link", "toString", "0 issues", "1 issue", "2 issues"]


@pytest.fixture(params=["de-AT", "fr-CA", "en-GB"])
def foreign_page(chromium: Browser, product: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open a browser whose reader has set up another language."""
    context = chromium.new_context(base_url=product, locale=request.param)
    yield context.new_page()
    context.close()


def say(page: Page, **answer: Any) -> tuple[list[str], list[Request]]:
    """Return what the scripts say on a page whose catalogue is answered so, and its requests."""
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    page.route("**/language/*.json", lambda route: route.fulfill(**answer))
    page.goto("/login")
    said = page.evaluate(SAY)
    return said, [request for request in asked if "/language/" in request.url]


def test_scripts_speak_the_page_s_language_with_its_plurals(foreign_page: Page) -> None:
    foreign_page.goto("/login")
    locale = foreign_page.evaluate("navigator.language")
    said, asked = say(foreign_page, body=json.dumps(TEXTS.get(locale[:2], {})))
    expected = {
        "de-AT": ["Verknüpfen", "toString", "0 Issues", "1 Issue", "2 Issues"],
        "fr-CA": ["Associer", "toString", "0 ticket", "1 ticket", "2 tickets"],
        "en-GB": ENGLISH,
    }
    assert said == [locale, *expected[locale]]
    assert len(asked) == (0 if locale == "en-GB" else 1)


@pytest.mark.parametrize(
    "answer", [{"status": 503, "body": "no"}, {"body": "<html>"}, {"status": 302, "body": ""}]
)
@pytest.mark.parametrize("foreign_page", ["de-AT"], indirect=True)
def test_without_a_catalogue_scripts_speak_english(
    foreign_page: Page, answer: dict[str, Any]
) -> None:
    failures: list[object] = []
    foreign_page.on("pageerror", lambda error: failures.append(error))
    said, _ = say(foreign_page, **answer)
    assert said[1:] == ENGLISH
    assert failures == []


@pytest.mark.parametrize("foreign_page", ["fr-CA"], indirect=True)
def test_the_api_answers_in_the_language_of_the_page_that_asks(foreign_page: Page) -> None:
    foreign_page.goto("/embed/conversations/1?language=de")
    assert foreign_page.evaluate(ASK) == "Anmeldedaten fehlen."


def test_a_person_chooses_a_language_by_keyboard(page: Page) -> None:
    page.goto("/login?next=/docs/")
    page.locator("summary", has_text="Language:").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Deutsch")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    assert page.url.endswith("/login?next=/docs/")
