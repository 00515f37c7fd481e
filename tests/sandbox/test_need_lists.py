"""Customer requests: found, counted, and seen by whom they may be seen."""

from typing import Any

from .customers import (
    CREATE_NEED,
    DELETE_NEED,
    NEED,
    UPDATE_NEED,
    URL,
    archive_need,
    create_need,
    named,
    scoped_app_key,
)
from .process import GLOBEX, Linear


def test_archived_requests_are_listed_on_request_only(linear: Linear) -> None:
    need = create_need(linear, customerExternalId="crm-1044")
    assert archive_need(linear, need["id"])["archivedAt"]
    document = (
        "query L($id: ID!, $all: Boolean) { customerNeeds(filter: {id: {eq: $id}}, "
        "includeArchived: $all) { nodes { id } } }"
    )
    assert linear.ask(document, {"id": need["id"]})["customerNeeds"]["nodes"] == []
    found = linear.ask(document, {"id": need["id"], "all": True})["customerNeeds"]["nodes"]
    assert found == [{"id": need["id"]}]
    customer = named(linear, "Orbital Freight")
    assert customer["approximateNeedCount"] == len(customer["needs"]) == 1
    assert archive_need(linear, need["id"], back=True) == {"id": need["id"], "archivedAt": None}
    assert named(linear, "Orbital Freight")["approximateNeedCount"] == 2


def test_requests_are_filtered_by_customer_issue_and_weight(linear: Linear) -> None:
    document = (
        "query F($f: CustomerNeedFilter) { customerNeeds(filter: $f) "
        "{ nodes { customer { name } issue { identifier } } } }"
    )

    def found(condition: dict[str, Any]) -> set[tuple[str, str]]:
        nodes = linear.ask(document, {"f": condition})["customerNeeds"]["nodes"]
        return {(node["customer"]["name"], node["issue"]["identifier"]) for node in nodes}

    both = {("Northwind Traders", "ENG-5"), ("Northwind Traders", "ENG-9")}
    assert found({"customer": {"externalIds": {"some": {"eq": "crm-1001"}}}}) == both
    assert found({"priority": {"eq": 1}}) == {*both, ("Castello Foods", "OPS-2")}
    assert found({"issue": {"team": {"key": {"eq": "SEC"}}}}) == {("Orbital Freight", "SEC-1")}


def test_issues_are_filtered_by_who_asks_for_them(linear: Linear) -> None:
    document = "query F($f: IssueFilter) { issues(filter: $f) { nodes { identifier } } }"

    def found(condition: dict[str, Any]) -> list[str]:
        nodes = linear.ask(document, {"f": condition})["issues"]["nodes"]
        return sorted(node["identifier"] for node in nodes)

    by_name = {"needs": {"some": {"customer": {"name": {"eq": "Lumen Clinics"}}}}}
    assert found(by_name) == ["ENG-2", "ENG-5"]
    assert found({"customerCount": {"gte": 2}}) == ["ENG-5", "ENG-9"]
    assert found({"customerImportantCount": {"gte": 1}}) == ["ENG-5", "ENG-9", "OPS-2"]


def test_requests_on_a_private_teams_issue_are_not_there_for_an_app(linear: Linear) -> None:
    document = "{ customerNeeds { nodes { id issue { team { key } } } } }"
    seen = linear.ask(document)["customerNeeds"]["nodes"]
    secret = next(node["id"] for node in seen if node["issue"]["team"]["key"] == "SEC")
    key = linear.app_key()
    nodes = linear.ask(document, key=key)["customerNeeds"]["nodes"]
    assert [node["id"] for node in nodes] == [node["id"] for node in seen if node["id"] != secret]
    for attempt, variables in (
        (NEED, {"id": secret}),
        (DELETE_NEED, {"id": secret}),
        (UPDATE_NEED, {"id": secret, "input": {"priority": 1}}),
    ):
        error = linear.refusal(attempt, variables, key=key)
        assert error["message"] == "Entity not found: CustomerNeed"
    error = linear.refusal(CREATE_NEED, {"input": {"issueId": "SEC-1"}}, key=key)
    assert error["message"] == "Entity not found: Issue"
    of_customer = (
        '{ customers(filter: {name: {eq: "Orbital Freight"}}) { nodes { needs { id } } } }'
    )
    assert linear.ask(of_customer, key=key)["customers"]["nodes"] == [{"needs": []}]


def test_requests_of_another_workspace_are_not_there(linear: Linear) -> None:
    need = create_need(linear)
    error = linear.refusal(NEED, {"id": need["id"]}, key=GLOBEX)
    assert error["message"] == "Entity not found: CustomerNeed"


def test_a_request_is_found_by_the_start_of_its_id(linear: Linear) -> None:
    row_id = create_need(linear)["id"]
    document = "query H($hash: String) { customerNeed(hash: $hash) { id } }"
    assert linear.ask(document, {"hash": row_id[:8]})["customerNeed"] == {"id": row_id}


def test_an_issue_counts_the_links_to_its_ticketing_systems(linear: Linear) -> None:
    document = '{ issue(id: "ENG-1") { customerTicketCount attachments { nodes { sourceType } } } }'
    link = (
        'mutation L($url: String!) { attachmentLinkURL(issueId: "ENG-1", url: $url) { success } }'
    )
    urls = (URL, "https://acme.zendesk.com/agent/tickets/5", "https://app.frontapp.com/open/cnv_1")
    for url in urls:
        linear.ask(link, {"url": url})
    issue = linear.ask(document)["issue"]
    # Acme has not connected Front.
    assert issue["customerTicketCount"] == 1
    kinds = [node["sourceType"] for node in issue["attachments"]["nodes"]]
    assert kinds == ["unknown", "zendesk", "unknown"]


def test_the_page_of_an_issue_shows_who_asks_for_it(linear: Linear) -> None:
    create_need(linear, issueId="ENG-9", body="<b>Please</b>")
    text = linear.http.get("/acme/issue/ENG-9").text
    assert "&lt;b&gt;Please&lt;/b&gt;" in text
    for part in ("Northwind Traders", "auditors reject invoices", "important", "No customer"):
        assert part in text


def test_a_large_workspace_has_more_requests_than_a_page(linear: Linear) -> None:
    document = (
        "query P($first: Int, $after: String) { customerNeeds(first: $first, after: $after) "
        "{ nodes { id } pageInfo { hasNextPage endCursor } } }"
    )
    first = linear.ask(document, {"first": 200}, key=GLOBEX)["customerNeeds"]
    rest = linear.ask(document, {"after": first["pageInfo"]["endCursor"]}, key=GLOBEX)
    ids = {node["id"] for node in (*first["nodes"], *rest["customerNeeds"]["nodes"])}
    assert len(ids) == 240
    assert rest["customerNeeds"]["pageInfo"]["hasNextPage"] is False


def test_writing_a_request_answers_an_app_that_may_not_read(linear: Linear) -> None:
    key = scoped_app_key(linear, "read,customer:write")
    need = create_need(linear, key=key, customerExternalId="crm-1001")
    assert need["customer"] == {"name": "Northwind Traders"}
    assert linear.refusal(NEED, {"id": need["id"]}, key=key)["extensions"]["type"] == "forbidden"
