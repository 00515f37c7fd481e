"""JSON bodies, read strictly: what two readers could understand differently is refused."""

import json
import re
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext
from rest_framework.exceptions import APIException, ParseError, UnsupportedMediaType
from rest_framework.parsers import BaseParser

# The escape of a surrogate; two of them may make a whole character.
HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")


class TooLarge(APIException):
    """The body is larger than the API reads."""

    status_code = 413
    default_code = "too_large"


class StrictJSONParser(BaseParser):
    """Reads UTF-8 JSON: no NaN, repeated key, half character, endless nesting, 1 MiB at most."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the body's value; whatever is wrong with it raises, in words."""
        if "*" in (media_type or ""):
            # DRF lets it match, as if a body could be of every type.
            raise UnsupportedMediaType(str(media_type))
        try:
            text = _read(stream).decode("utf-8")
            value = json.loads(
                text, object_pairs_hook=_without_repeated_keys, parse_constant=_refuse_constant
            )
            _refuse_half_characters(text, value)
            return value
        except UnicodeDecodeError as error:
            raise ParseError(gettext("The body is not UTF-8.")) from error
        except RecursionError as error:
            raise ParseError(gettext("The body is nested too deeply.")) from error
        except ValueError as error:
            raise ParseError(
                gettext("The body is not JSON: %(problem)s") % {"problem": error}
            ) from error


def _read(stream: IO[bytes]) -> bytes:
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    body = stream.read(limit + 1)
    if len(body) > limit:
        raise TooLarge(gettext("The body is larger than %(limit)s bytes.") % {"limit": limit})
    return body


def _refuse_half_characters(text: str, value: Any) -> None:
    # Such a text can neither be stored nor be answered in UTF-8.
    if HALF_CHARACTER.search(text) is None:
        return
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError(gettext("half a character stands in a text.")) from None


def _without_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(gettext("a key stands twice in one object."))
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(gettext("%(name)s is not a JSON value.") % {"name": name})
