"""What the scripts say to people, in each language: gettext's domain `djangojs` as JSON."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.translation.trans_real import DjangoTranslation
from django.views.i18n import JavaScriptCatalog


@dataclass(frozen=True)
class Catalogue:
    """Translations of what stands in the scripts, as JSON, and a version that changes with them.

    `{"English": "translation", "%(n)s issue": ["for one", "for more"]}`
    """

    body: bytes
    version: str


@cache
def catalogue(language: str) -> Catalogue | None:
    """Return a language's catalogue; English has none, it stands in the scripts themselves."""
    if language == settings.LANGUAGE_CODE or language not in dict(settings.LANGUAGES):
        return None
    reader = JavaScriptCatalog()
    reader.translation = DjangoTranslation(
        language, domain="djangojs", localedirs=[str(path) for path in settings.LOCALE_PATHS]
    )
    body = json.dumps(reader.get_catalog(), ensure_ascii=False, sort_keys=True).encode()
    return Catalogue(body, hashlib.sha256(body).hexdigest()[:16])
