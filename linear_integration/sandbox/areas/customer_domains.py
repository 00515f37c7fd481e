from __future__ import annotations

import re

from ..api.errors import LinearError, invalid_argument

PUBLIC_MAIL_DOMAINS = frozenset(
    {
        *("aol.com", "fastmail.com", "free.fr", "gmail.com", "gmx.com", "gmx.de", "gmx.net"),
        *("googlemail.com", "hey.com", "hotmail.com", "icloud.com", "laposte.net", "live.com"),
        *("mac.com", "mail.com", "mail.ru", "me.com", "msn.com", "orange.fr", "outlook.com"),
        *("pm.me", "proton.me", "protonmail.com", "qq.com", "t-online.de", "web.de", "yahoo.co.uk"),
        *("yahoo.com", "yandex.com", "yandex.ru", "ymail.com", "zoho.com", "163.com"),
    }
)
# Under these, a name is registered one level further down: example.co.uk.
_SECOND_LEVELS = frozenset({"ac", "co", "com", "edu", "gov", "ne", "net", "or", "org"})
_LABEL = re.compile(r"[^\W_](?:(?:[^\W_]|-)*[^\W_])?")


def apex_domain(text: str) -> str:
    """Return a customer's domain in small letters.

    Refuses what Linear refuses: no domain, a host below the registered name, a public mail
    provider.
    """
    domain = text.strip().lower()
    labels = domain.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        raise invalid_argument("domains", "isFqdn", f"{text} is not a domain")
    if not _is_apex(labels):
        raise LinearError(
            "domains must be apex domains",
            for_people=f"{domain} is not an apex domain: leave out the subdomain.",
        )
    if domain in PUBLIC_MAIL_DOMAINS:
        raise LinearError(
            "domains must not be public email domains",
            for_people=f"{domain} is a public email domain and cannot belong to a customer.",
        )
    return domain


def _is_apex(labels: list[str]) -> bool:
    is_country_wide = labels[-2] in _SECOND_LEVELS and len(labels[-1]) == 2
    return len(labels) == 2 or (len(labels) == 3 and is_country_wide)
