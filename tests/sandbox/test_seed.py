"""The seed: fixed, believable, and large enough in Globex for every list to have pages."""

from typing import Any
from uuid import UUID

from .process import ACME, GLOBEX, Linear


def _all(linear: Linear, field: str, selection: str = "id") -> list[dict[str, Any]]:
    """Walk through all pages of a root connection of Globex."""
    nodes: list[dict[str, Any]] = []
    after = None
    while True:
        document = (
            f"query Walk($after: String) {{ {field}(first: 100, after: $after)"
            f" {{ nodes {{ {selection} }} pageInfo {{ hasNextPage endCursor }} }} }}"
        )
        page = linear.ask(document, {"after": after}, key=GLOBEX)[field]
        nodes += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return nodes
        after = page["pageInfo"]["endCursor"]


def _big(linear: Linear, connection: str) -> list[dict[str, Any]]:
    """Walk through all pages of a connection of Globex's large team."""
    nodes: list[dict[str, Any]] = []
    after = None
    while True:
        document = (
            f'query Big($after: String) {{ teams(filter: {{key: {{eq: "BIG"}}}}) {{ nodes {{'
            f" {connection}(first: 100, after: $after) {{ nodes {{ id name }}"
            " pageInfo { hasNextPage endCursor } } } } }"
        )
        page = linear.ask(document, {"after": after}, key=GLOBEX)["teams"]["nodes"][0][connection]
        nodes += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return nodes
        after = page["pageInfo"]["endCursor"]


def test_globex_has_130_teams(linear: Linear) -> None:
    keys = [team["key"] for team in _all(linear, "teams", "key")]
    assert len(keys) == len(set(keys)) == 130


def test_the_big_team_has_260_members_and_120_projects(linear: Linear) -> None:
    for connection, count in (("members", 260), ("projects", 120)):
        ids = {node["id"] for node in _big(linear, connection)}
        assert len(ids) == count


def test_the_big_team_can_use_260_labels_of_its_own_and_the_workspace(linear: Linear) -> None:
    labels = _all(linear, "issueLabels", "id isGroup team { key } parent { isGroup }")
    applicable = [label for label in labels if not label["isGroup"]]
    assert len(applicable) == 260
    assert sum(label["team"] is None for label in applicable) == 60
    assert {label["team"]["key"] for label in applicable if label["team"]} == {"BIG"}
    assert [label["team"] for label in labels if label["isGroup"]] == [None]
    assert sum(bool(label["parent"]) for label in applicable) == 4


def test_the_big_team_has_states_of_its_own(linear: Linear) -> None:
    names = {state["name"] for state in _big(linear, "states")}
    assert {"Triage", "Ready for development", "QA ready", "Won't fix"} <= names


def test_globex_has_some_hundred_issues(linear: Linear) -> None:
    assert len(_all(linear, "issues")) > 300


def test_acme_has_states_of_all_seven_types_and_one_of_its_own(linear: Linear) -> None:
    nodes = linear.ask("{ workflowStates(first: 100) { nodes { name type } } }")["workflowStates"]
    kinds = {state["type"] for state in nodes["nodes"]}
    assert kinds == {
        *("triage", "backlog", "unstarted", "started", "completed", "canceled", "duplicate")
    }
    assert {"name": "QA ready", "type": "started"} in nodes["nodes"]


def test_acme_has_a_label_group_with_children(linear: Linear) -> None:
    group = linear.ask(
        "{ issueLabels(filter: {isGroup: {eq: true}}) "
        "{ nodes { name team { id } children { nodes { name } } } } }"
    )["issueLabels"]["nodes"]
    assert [label["name"] for label in group] == ["Severity"]
    assert len(group[0]["children"]["nodes"]) == 4


def test_a_cycle_of_acme_is_running_today(linear: Linear) -> None:
    cycles = linear.ask(
        '{ team: teams(filter: {key: {eq: "ENG"}}) { nodes { activeCycle { number } '
        "cycles { nodes { isActive isPast isFuture startsAt endsAt } } } } }"
    )["team"]["nodes"][0]
    assert cycles["activeCycle"] == {"number": 2}
    flags = [(c["isActive"], c["isPast"], c["isFuture"]) for c in cycles["cycles"]["nodes"]]
    assert sorted(flags) == [(False, False, True)] * 2 + [
        (False, True, False),
        (True, False, False),
    ]


def test_templates_belong_to_a_team_or_to_the_workspace(linear: Linear) -> None:
    data = linear.ask(
        "{ organization { templates { nodes { name } } } "
        'teams(filter: {key: {eq: "ENG"}}) { nodes { templates { nodes { name } } } } }'
    )
    assert data["organization"]["templates"]["nodes"] == [{"name": "Customer request"}]
    assert data["teams"]["nodes"][0]["templates"]["nodes"] == [{"name": "Bug report"}]


def test_a_team_may_have_a_template_that_its_members_begin_with(linear: Linear) -> None:
    data = linear.ask("{ teams { nodes { key defaultTemplateForMembers { name } } } }")
    begun = {team["key"]: team["defaultTemplateForMembers"] for team in data["teams"]["nodes"]}
    assert begun["ENG"] == {"name": "Bug report"}
    assert begun["OPS"] is None


def test_ids_are_uuids_of_version_4_and_the_same_in_every_sandbox(
    own: Linear, full: Linear
) -> None:
    first, second = own.get("state"), full.get("state")
    tables = ("issues", "comments", "customers", "needs")
    ids = [row["id"] for table in tables for row in first[table]]
    assert ids == [row["id"] for table in tables for row in second[table]]
    assert len(set(ids)) == len(ids)
    assert {UUID(row_id).version for row_id in ids} == {4}


def test_workspaces_are_apart(linear: Linear) -> None:
    acme = linear.ask("{ issues(first: 1) { nodes { id } } }", key=ACME)["issues"]["nodes"][0]
    document = "query I($id: String!) { issue(id: $id) { id } }"
    error = linear.refusal(document, acme, key=GLOBEX)
    assert error["message"] == "Entity not found: Issue"


def test_acmes_customers_ask_for_issues_that_are_open(linear: Linear) -> None:
    document = (
        "{ customers { nodes { name integration { service } "
        "needs { body issue { state { type } } } } } }"
    )
    customers = linear.ask(document)["customers"]["nodes"]
    services = [node["integration"]["service"] for node in customers if node["integration"]]
    assert sorted(services) == ["intercom", "zendesk"]
    needs = [need for customer in customers for need in customer["needs"]]
    assert all(customer["needs"] for customer in customers)
    assert all(need["body"] for need in needs)
    kinds = {need["issue"]["state"]["type"] for need in needs}
    assert kinds <= {"backlog", "unstarted", "started"}


def test_acmes_comments_are_by_people_by_the_app_and_by_somebody_outside(linear: Linear) -> None:
    document = (
        "{ comments { nodes { user { name } botActor { name userDisplayName } "
        "externalUser { name } } } }"
    )
    comments = linear.ask(document)["comments"]["nodes"]
    authors = {
        tuple(part["name"] if part else None for part in comment.values()) for comment in comments
    }
    assert authors == {
        ("Maya Lindqvist", None, None),
        ("Priya Raman", None, None),
        (None, "Support Bridge", None),
        (None, None, "Ravi Menon"),
    }
