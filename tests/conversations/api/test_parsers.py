"""Bodies are read strictly, and never end in a traceback."""

from typing import Any

import pytest
from rest_framework.response import Response

from conversations.models import Message

from ...cast import Cast
from ...conftest import ApiFactory

MEBIBYTE = 1024 * 1024


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"{", "not JSON"),
        (b"content=Hi", "not JSON"),
        (b'{"content": "Hi"} {}', "not JSON"),
        (b'{"content": NaN}', "NaN is not"),
        (b'{"content": -Infinity}', "-Infinity is not"),
        (b'{"content": "Hi", "content": "Ho"}', "stands twice"),
        (b'{"content": "Hi", "a": [{"b": 1, "b": 1}]}', "stands twice"),
        (b'{"content": "\xff"}', "not UTF-8"),
        (rb'{"content": "\ud83d"}', "half a character"),
        (rb'{"status": "\ude42\ud83d"}', "half a character"),
        (rb'{"\uDE42": 1}', "half a character"),
        ('{"content": "Hi"}'.encode("utf-16"), "not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested too deeply"),
        (b'{"content": ' + b"9" * 5000 + b"}", "not JSON"),
    ],
)
def test_a_malformed_body_is_refused_in_words(
    cast: Cast, api: ApiFactory, body: bytes, words: str
) -> None:
    response = post(cast, api, body)
    assert response.status_code == 400
    assert response.data["error"]["code"] == "malformed_request"
    assert words in response.data["error"]["message"]


def test_a_body_of_a_mebibyte_is_read_and_one_byte_more_is_not(cast: Cast, api: ApiFactory) -> None:
    body = b'{"content": "Hi"}'
    assert post(cast, api, body.ljust(MEBIBYTE)).status_code == 201
    too_large = post(cast, api, body.ljust(MEBIBYTE + 1))
    assert too_large.status_code == 413
    assert too_large.data["error"]["code"] == "too_large"


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "", "*/*", "application/*"],
)
def test_only_json_is_read(cast: Cast, api: ApiFactory, content_type: str) -> None:
    response = post(cast, api, b'{"content": "Hi"}', content_type)
    assert response.status_code == 415
    assert response.data["error"]["code"] == "unsupported_media_type"


def test_json_is_utf_8_whatever_charset_is_named(cast: Cast, api: ApiFactory) -> None:
    body = '{"content": "Grüße 🙂"}'.encode()
    post(cast, api, body, "application/json; charset=latin-1")
    assert Message.objects.filter(content="Grüße 🙂").exists()


def test_a_body_in_chunks_is_refused_and_not_read_as_empty(cast: Cast, api: ApiFactory) -> None:
    path = f"/api/v1/accounts/{cast.acme_support.pk}/conversations/1/messages"
    client: Any = api(cast.bob)
    response = client.generic("POST", path, HTTP_TRANSFER_ENCODING="chunked")
    assert response.status_code == 411
    assert response.data["error"]["code"] == "length_required"


def test_a_character_of_two_escapes_is_whole(cast: Cast, api: ApiFactory) -> None:
    assert post(cast, api, rb'{"content": "\ud83d\ude42 \\ud83d"}').status_code == 201
    assert Message.objects.filter(content="🙂 \\ud83d").exists()


def test_a_field_that_the_call_does_not_know_is_named(cast: Cast, api: ApiFactory) -> None:
    response = post(cast, api, b'{"content": "Hi", "privat": true}')
    assert response.status_code == 422
    assert response.data["error"]["fields"] == {"privat": ["This call takes no such field."]}
    many = b"{" + b", ".join(b'"x%d": 1' % n for n in range(1000)) + b"}"
    assert len(post(cast, api, many).data["error"]["fields"]) == 10


@pytest.mark.parametrize(
    ("body", "words"),
    [(b"null", "No data provided"), (b"[]", "a dictionary"), (b'"Hi"', "a dictionary")],
)
def test_a_body_that_is_no_object_is_refused_in_words(
    cast: Cast, api: ApiFactory, body: bytes, words: str
) -> None:
    response = post(cast, api, body)
    assert response.status_code == 422
    assert words in response.data["error"]["message"]


def post(
    cast: Cast, api: ApiFactory, body: bytes, content_type: str = "application/json"
) -> Response:
    path = f"/api/v1/accounts/{cast.acme_support.pk}/conversations/1/messages"
    client: Any = api(cast.bob)
    response: Response = client.generic("POST", path, body, content_type)
    return response
