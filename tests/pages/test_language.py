"""In which language a page comes: the browser's, until a person chooses."""

import re

import pytest
from django.test import Client

from conversations import catalogues

GERMAN = {"Accept-Language": "de-CH,de;q=0.9,en;q=0.5"}


def html_of(client: Client, path: str = "/login", **headers: str) -> str:
    response = client.get(path, headers=headers)
    tag = re.search(r"<html[^>]*>", response.content.decode())
    assert tag
    return tag[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "given"), [("de-CH,de;q=0.9", "de"), ("fr", "fr"), ("en-GB", "en"), ("it", "en")]
)
def test_a_page_is_in_the_language_that_the_browser_asks_for(asked: str, given: str) -> None:
    assert f'<html lang="{given}" dir="ltr"' in html_of(Client(), **{"Accept-Language": asked})


@pytest.mark.django_db
def test_who_asks_for_nothing_reads_english_and_fetches_no_catalogue() -> None:
    assert html_of(Client()) == '<html lang="en" dir="ltr">'


@pytest.mark.django_db
def test_what_a_person_chooses_holds_against_the_browser() -> None:
    client = Client()
    answer = client.post("/language", {"language": "fr", "next": "/docs/"}, headers=GERMAN)
    assert answer["Location"] == "/docs/"
    cookie = answer.cookies["language"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert 'lang="fr"' in html_of(client, **GERMAN)


@pytest.mark.django_db
def test_a_choice_leads_back_to_the_page_and_to_no_other_site() -> None:
    client = Client()
    chosen = client.post("/language", {"language": "de"}, HTTP_REFERER="http://testserver/docs/")
    assert chosen["Location"] == "http://testserver/docs/"
    for page in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        assert client.post("/language", {"language": "de", "next": page})["Location"] == "/"


@pytest.mark.django_db
def test_a_language_is_chosen_by_the_page_s_form_alone() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/language", {"language": "de"}).status_code == 403
    assert strict.get("/language", {"language": "de", "next": "/login"}).status_code == 405
    assert "language" not in strict.cookies


@pytest.mark.django_db
def test_a_language_that_there_is_not_changes_nothing() -> None:
    client = Client()
    client.post("/language", {"language": "tlh", "next": "/login"})
    assert 'lang="en"' in html_of(client)


@pytest.mark.django_db
def test_the_page_names_a_catalogue_that_may_be_kept_for_ever() -> None:
    tag = re.search('data-catalogue="(.*)"', html_of(Client(), **GERMAN))
    assert tag
    answer = Client().get(tag[1])
    assert answer["Content-Type"] == "application/json"
    assert isinstance(answer.json(), dict)
    assert "immutable" in answer["Cache-Control"]


def test_nobody_keeps_a_catalogue_of_another_release(monkeypatch: pytest.MonkeyPatch) -> None:
    newer = catalogues.Catalogue(b'{"a": "b"}', "new")
    monkeypatch.setattr(catalogues, "catalogue", {"de": newer}.get)
    answer = Client().get("/language/de-old.json")
    assert answer.json() == {"a": "b"}
    assert answer["Cache-Control"] == "no-store"
    assert Client().get("/language/xx-old.json").status_code == 404


@pytest.mark.django_db
def test_documentation_says_that_it_is_english() -> None:
    page = Client().get("/docs/", headers=GERMAN).content.decode()
    assert '<html lang="de"' in page
    assert '<div class="docs" lang="en">' in page
    assert b'<html lang="en" dir="ltr">' in Client().get("/api/docs", headers=GERMAN).content
