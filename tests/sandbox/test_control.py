"""The endpoints and pages for tests and people."""

import re

from .process import ATTACH, SEEDED_REFRESH_TOKEN, Linear


def test_reset_goes_back_to_the_seed(own: Linear) -> None:
    before = own.get("state")
    own.create()
    own.add_fault("latency", seconds=0.01)
    own.post("settings", {"plan_cap": 1})
    own.post("clock", {"advance_seconds": 1_000_000})
    own.post("reset")
    assert own.get("state") == before
    assert own.get("faults") == {"rules": [], "journal": []}
    assert own.get("requests") == []
    assert own.get("settings")["plan_cap"] is None


def test_reset_keeps_tokens_unless_it_is_told_to_forget_them(own: Linear) -> None:
    key = own.app_key()
    own.post("reset")
    assert own.answer("{ viewer { id } }", key=key).status_code == 200
    own.post("reset", {"keep_tokens": False})
    assert own.answer("{ viewer { id } }", key=key).status_code == 401


def test_the_button_of_the_page_keeps_clients_connected(own: Linear) -> None:
    key = own.app_key()
    own.create(title="To be forgotten")
    response = own.http.post("/_sandbox/reset", data={"x": ""})
    assert (response.status_code, response.headers["location"]) == (303, "/")
    assert own.answer("{ viewer { id } }", key=key).status_code == 200
    assert "To be forgotten" not in str(own.get("state"))


def test_the_state_can_be_asked_for_one_workspace(own: Linear) -> None:
    acme = own.get("state?workspace=acme")
    assert [workspace["urlKey"] for workspace in acme["workspaces"]] == ["acme"]
    assert len(acme["issues"]) == 26
    assert {issue["workspace"] for issue in acme["issues"]} == {"acme"}
    assert len(own.get("state")["issues"]) > 300


def test_the_state_shows_attachments_with_their_issue(own: Linear) -> None:
    given = {"issueId": "ENG-1", "title": "T", "url": "http://a.example", "metadata": {"a": 1}}
    own.ask(ATTACH, {"input": given})
    (attachment,) = own.get("state?workspace=acme")["attachments"]
    assert attachment["issueIdentifier"] == "ENG-1"
    assert attachment["metadata"] == {"a": 1}


def test_the_log_says_who_asked_what(own: Linear) -> None:
    own.http.delete("/_sandbox/requests")
    document = "query Two($n: Int) { viewer { id } teams(first: $n) { nodes { id } } }"
    own.answer(document, {"n": 3})
    own.answer("{ viewer { id } }", key="nonsense")
    first, second = own.get("requests")
    assert first["operation"] == "Two"
    assert first["root_fields"] == ["viewer", "teams"]
    assert first["variables"] == {"n": 3}
    assert (first["status"], first["auth"], first["workspace"]) == (200, "api_key", "acme")
    assert first["duration_ms"] > 0
    assert (second["status"], second["auth"], second["workspace"]) == (401, None, None)


def test_the_log_blanks_secrets_and_shortens_endless_texts(own: Linear) -> None:
    variables = {"secret": "hush", "deep": [{"token": "hush"}], "text": "x" * 20_000}
    own.answer("{ viewer { id } }", {**variables, "other": SEEDED_REFRESH_TOKEN})
    shown = own.get("requests")[-1]["variables"]
    assert shown["secret"] == shown["deep"][0]["token"] == shown["other"] == "[scrubbed]"
    assert len(shown["text"]) < 11_000


def test_the_control_page_shows_what_happened(own: Linear) -> None:
    own.create(title="<b>Bold</b> & new")
    own.add_fault("latency", match={"field": "issueCreate"}, seconds=0.01)
    text = own.http.get("/").text
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; new" in text
    assert "<b>Bold" not in text
    for part in ("lin_api_demo_acme", "issueCreate", "latency", "Reset to the seed"):
        assert part in text
    assert "<script" not in text
    assert "style=" not in text
    assert "BIG-300" not in own.http.get("/?workspace=acme").text


def test_the_page_has_its_style_sheet(own: Linear) -> None:
    (path,) = re.findall(r'rel="stylesheet" href="([^"]+)"', own.http.get("/").text)
    sheet = own.http.get(path)
    assert sheet.status_code == 200
    assert "prefers-color-scheme: dark" in sheet.text


def test_a_fault_can_be_set_and_cleared_on_the_page(own: Linear) -> None:
    form = {"field": "viewer", "action": "http_error"}
    assert own.http.post("/_sandbox/faults_form", data=form).status_code == 303
    assert own.get("faults")["rules"][0]["match"] == {"field": "viewer"}
    own.http.post("/_sandbox/faults_form", data={"field": "", "action": "latency", "clear": "1"})
    assert own.get("faults")["rules"] == []


def test_the_log_keeps_the_beginning_of_what_is_very_long(own: Linear) -> None:
    document = "query Q($ids: [ID!]) { issues(filter: {id: {in: $ids}}) { nodes { id } } }"
    own.answer(document, {"ids": [f"id-{number}" for number in range(300_000)]})
    (entry,) = own.get("requests")
    assert len(str(entry)) < 3_000
    assert entry["variables"]["shortened"].startswith('{"ids": ["id-0", "id-1"')


def test_nonsense_for_the_control_endpoints_is_refused(own: Linear) -> None:
    assert own.post("clock", {"advance_seconds": "x"}).status_code == 400
    assert own.post("redirect_uris", {"uris": "x"}).status_code == 400
    assert own.http.post("/_sandbox/settings", content=b"{").status_code == 400
    assert own.http.get("/graphql").status_code == 405
