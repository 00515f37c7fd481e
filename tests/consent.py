"""A person at the sandbox's consent page."""

import re
from html import unescape
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
CHOICE = re.compile(r'<input type="radio"[^>]*value="([^"]+)"[^>]*>(.*?)</label>', re.DOTALL)


def decide(authorize_url: str, decision: str = "allow", workspace: str = "Acme") -> dict[str, str]:
    """Open the consent page, choose, and return the parameters of the way back."""
    page = httpx.get(authorize_url)
    page.raise_for_status()
    form = {name: unescape(value) for name, value in HIDDEN.findall(page.text)}
    choices = {text: value for value, text in CHOICE.findall(page.text)}
    chosen = next(value for text, value in choices.items() if workspace in text)
    action = urljoin(authorize_url, "/oauth/authorize")
    answer = httpx.post(action, data=form | {"decision": decision, "organization_id": chosen})
    return dict(parse_qsl(urlsplit(answer.headers["location"]).query))
