"""A person at the sandbox's consent page."""

import re
from html import unescape
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
CHOICE = re.compile(r'<input type="radio"[^>]*value="([^"]+)"[^>]*>(.*?)</label>', re.DOTALL)
PERSON = re.compile(r'<option value="([^"]+)"[^>]*>([^<]+)</option>')


def decide(
    authorize_url: str, decision: str = "allow", workspace: str = "Acme", person: str = ""
) -> dict[str, str]:
    """Open the consent page, choose, and return the parameters of the way back.

    `person` names who consents, where the application asks to act as a person.
    """
    page = httpx.get(authorize_url)
    page.raise_for_status()
    form = {name: unescape(value) for name, value in HIDDEN.findall(page.text)}
    choices = {text: value for value, text in CHOICE.findall(page.text)}
    chosen = next(value for text, value in choices.items() if workspace in text)
    people = [value for value, name in PERSON.findall(page.text) if name == person]
    action = urljoin(authorize_url, "/oauth/authorize")
    more = {"decision": decision, "organization_id": chosen, "user_id": people}
    answer = httpx.post(action, data=form | more)
    return dict(parse_qsl(urlsplit(answer.headers["location"]).query))
