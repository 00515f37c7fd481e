"""Uploads: an address to put a file at, the headers that must come with it, and reading it."""

from typing import Any

import httpx
import pytest

from .process import ACME, GLOBEX, Linear

UPLOAD = (
    "mutation Upload($type: String!, $name: String!, $size: Int!, $public: Boolean) "
    "{ fileUpload(contentType: $type, filename: $name, size: $size, makePublic: $public) "
    "{ success uploadFile { uploadUrl assetUrl contentType filename size "
    "headers { key value } } } }"
)
CONTENT = b"\x89PNG not really"
CACHE = "public, max-age=31536000"


def _prepare(linear: Linear, **values: Any) -> dict[str, Any]:
    variables = {"type": "image/png", "name": "a b.png", "size": len(CONTENT), **values}
    prepared: dict[str, Any] = linear.ask(UPLOAD, variables)["fileUpload"]["uploadFile"]
    return prepared


def _headers(prepared: dict[str, Any]) -> dict[str, str]:
    named = {header["key"]: header["value"] for header in prepared["headers"]}
    return {**named, "Content-Type": prepared["contentType"], "Cache-Control": CACHE}


def _put(linear: Linear, prepared: dict[str, Any], content: bytes = CONTENT) -> httpx.Response:
    return linear.http.put(prepared["uploadUrl"], content=content, headers=_headers(prepared))


def test_a_file_is_uploaded_and_read_with_credentials(linear: Linear) -> None:
    prepared = _prepare(linear)
    assert (prepared["filename"], prepared["size"]) == ("a b.png", len(CONTENT))
    address = prepared["assetUrl"]
    assert linear.http.get(address, headers={"authorization": ACME}).status_code == 404
    assert _put(linear, prepared).status_code == 200
    read = linear.http.get(address, headers={"authorization": ACME})
    assert (read.content, read.headers["content-type"]) == (CONTENT, "image/png")
    assert linear.http.get(address).status_code == 401
    assert linear.http.get(address, headers={"authorization": "nonsense"}).status_code == 401
    assert linear.http.get(address, headers={"authorization": GLOBEX}).status_code == 404


@pytest.mark.parametrize(
    "name", ["Content-Type", "Cache-Control", "Content-Disposition", "x-goog-content-length-range"]
)
def test_a_missing_header_is_refused_and_nothing_is_kept(own: Linear, name: str) -> None:
    prepared = _prepare(own)
    headers = {key: value for key, value in _headers(prepared).items() if key != name}
    response = own.http.put(prepared["uploadUrl"], content=CONTENT, headers=headers)
    assert response.status_code == 403
    assert name in response.text
    read = own.http.get(prepared["assetUrl"], headers={"authorization": ACME})
    assert read.status_code == 404


def test_size_type_and_address_are_checked(own: Linear) -> None:
    prepared = _prepare(own)
    assert _put(own, prepared, CONTENT + b"more").status_code == 400
    assert _put(own, {**prepared, "contentType": "text/html"}).status_code == 403
    elsewhere = prepared["uploadUrl"].replace("signature=", "signature=ä")
    assert _put(own, {**prepared, "uploadUrl": elsewhere}).status_code == 403
    own.post("clock", {"advance_seconds": 3600})
    assert _put(own, prepared).status_code == 403


def test_a_public_file_is_read_by_anyone(own: Linear) -> None:
    prepared = _prepare(own, public=True)
    _put(own, prepared)
    assert own.http.get(prepared["assetUrl"]).content == CONTENT


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"size": 0}, "size must be from 1 to 10000000"),
        ({"size": 10_000_001}, "size must be from 1 to 10000000"),
        ({"type": "image"}, "contentType must be a MIME type"),
        ({"name": " "}, "filename should not be empty"),
    ],
)
def test_an_upload_that_makes_no_sense_is_refused(
    own: Linear, values: dict[str, Any], reason: str
) -> None:
    variables = {"type": "image/png", "name": "a.png", "size": 1, **values}
    error = own.refusal(UPLOAD, variables)
    assert error["extensions"]["userPresentableMessage"] == reason


def test_answers_carry_signed_addresses_on_request(linear: Linear) -> None:
    prepared = _prepare(linear)
    _put(linear, prepared)
    issue = linear.create(description=f"See ![it]({prepared['assetUrl']}).")
    document = "query I($id: String!) { issue(id: $id) { description } }"
    response = linear.http.post(
        "/graphql",
        json={"query": document, "variables": {"id": issue["id"]}},
        headers={"authorization": ACME, "public-file-urls-expire-in": "60"},
    )
    description = response.json()["data"]["issue"]["description"]
    address = description.removeprefix("See ![it](").removesuffix(").")
    assert linear.http.get(address).content == CONTENT
    assert linear.http.get(address[:-1]).status_code == 401
    linear.post("clock", {"advance_seconds": 61})
    assert linear.http.get(address).status_code == 401
    unsigned = linear.ask(document, {"id": issue["id"]})["issue"]["description"]
    assert unsigned == f"See ![it]({prepared['assetUrl']})."


def test_the_storage_fails_on_request(own: Linear) -> None:
    prepared = _prepare(own)
    own.add_fault("http_error", match={"path": "/upload"}, status=503)
    assert _put(own, prepared).status_code == 503
    own.add_fault("commit_then_drop", match={"path": "/upload"})
    with pytest.raises(httpx.RemoteProtocolError):
        _put(own, prepared)
    read = own.http.get(prepared["assetUrl"], headers={"authorization": ACME})
    assert read.content == CONTENT
