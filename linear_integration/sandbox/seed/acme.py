from __future__ import annotations

from ..state.store import Row
from .acme_issues import ISSUES
from .issue_rows import add_cycles, add_issue, add_template
from .rows import STATES, Seeder

PEOPLE = (
    "Maya Lindqvist",
    "Jonas Weber",
    "Priya Raman",
    "Tomas Ortega",
    "Aiko Tanaka",
    "Sam Okafor",
    "Lena Fischer",
    "Victor Hale",
)
SEVERITIES = ("Critical", "Major", "Minor", "Cosmetic")
QA_READY = ("QA ready", "started", "#26b5ce")


def add_acme(seeder: Seeder) -> None:
    """Add the small workspace: four teams, one of them private, eight people, 26 issues."""
    acme = seeder.organization("Acme", "acme")
    people = _people(seeder, acme)
    teams = _teams(seeder, acme, people)
    labels = _labels(seeder, acme, teams)
    projects = _projects(seeder, acme, teams, people)
    cycles = add_cycles(seeder, teams["ENG"])
    add_cycles(seeder, teams["DES"], past=0, upcoming=1)
    _templates(seeder, acme, teams, labels)
    for key, title, state, priority, days_ago, more in ISSUES:
        values = {
            "state": state,
            "priority": priority,
            "days_ago": days_ago,
            "description": more.get("description"),
            "estimate": more.get("estimate"),
            "labelIds": [labels[name]["id"] for name in more.get("labels", ())],
            "assigneeId": people[more["assignee"]]["id"] if "assignee" in more else None,
            "projectId": projects[more["project"]]["id"] if "project" in more else None,
            "cycleId": cycles[1]["id"] if more.get("cycle") else None,
        }
        add_issue(seeder, teams[key], title, **values)


def _people(seeder: Seeder, acme: Row) -> dict[str, Row]:
    people = {name: seeder.user(acme, name) for name in PEOPLE}
    people["Maya Lindqvist"].update(admin=True, owner=True)
    people["Victor Hale"].update(active=False, isAssignable=False)
    return people


def _teams(seeder: Seeder, acme: Row, people: dict[str, Row]) -> dict[str, Row]:
    ids = {name: person["id"] for name, person in people.items()}
    maya, jonas, priya, tomas, aiko, sam, lena, victor = (ids[name] for name in PEOPLE)
    engineering_states = (*STATES[:4], QA_READY, *STATES[4:])
    teams = [
        seeder.team(
            acme,
            "ENG",
            "Engineering",
            states=engineering_states,
            cyclesEnabled=True,
            issueEstimationType="fibonacci",
            memberIds=[maya, jonas, priya, tomas, victor],
        ),
        seeder.team(
            acme,
            "OPS",
            "Operations",
            triage=True,
            issueEstimationType="linear",
            issueEstimationAllowZero=True,
            memberIds=[maya, sam, lena],
        ),
        seeder.team(
            acme,
            "DES",
            "Design",
            cyclesEnabled=True,
            issueEstimationType="tShirt",
            issueEstimationExtended=True,
            memberIds=[aiko, lena, maya],
        ),
        seeder.team(acme, "SEC", "Security", visibility="private", memberIds=[maya, jonas]),
    ]
    return {team["key"]: team for team in teams}


def _labels(seeder: Seeder, acme: Row, teams: dict[str, Row]) -> dict[str, Row]:
    added = [
        seeder.label(acme, name) for name in ("Bug", "Feature", "Improvement", "Customer report")
    ]
    severity = seeder.label(acme, "Severity", isGroup=True)
    added += [seeder.label(acme, name, parentId=severity["id"]) for name in SEVERITIES]
    own = {
        "ENG": ("API", "Backend", "Frontend", "Mobile"),
        "OPS": ("Billing", "Incident", "Vendor"),
        "DES": ("Accessibility", "Research"),
        "SEC": ("Vulnerability",),
    }
    for key, names in own.items():
        added += [seeder.label(acme, name, teamId=teams[key]["id"]) for name in names]
    return {label["name"]: label for label in [*added, severity]}


def _projects(
    seeder: Seeder, acme: Row, teams: dict[str, Row], people: dict[str, Row]
) -> dict[str, Row]:
    statuses = seeder.project_statuses(acme)
    plan = (
        ("Checkout revamp", ("ENG", "DES"), "started", "Priya Raman"),
        ("Mobile app 3.0", ("ENG", "DES"), "planned", "Jonas Weber"),
        ("Reliability programme", ("ENG", "OPS"), "started", "Tomas Ortega"),
        ("Help centre redesign", ("DES",), "backlog", "Aiko Tanaka"),
        ("Single sign-on for enterprise", ("ENG",), "completed", "Maya Lindqvist"),
        ("Vendor audit", ("OPS",), "paused", "Sam Okafor"),
    )
    return {
        name: seeder.project(
            acme,
            name,
            team_ids=[teams[key]["id"] for key in keys],
            statusId=statuses[status],
            leadId=people[lead]["id"],
            memberIds=[people[lead]["id"]],
        )
        for name, keys, status, lead in plan
    }


def _templates(seeder: Seeder, acme: Row, teams: dict[str, Row], labels: dict[str, Row]) -> None:
    bug = {
        "title": "Bug: ",
        "descriptionData": None,
        "description": "## What happened\n\n## What should have happened\n\n## Steps\n",
        "priority": 2,
        "labelIds": [labels["Bug"]["id"]],
    }
    report = add_template(seeder, acme, "Bug report", bug, team=teams["ENG"])
    teams["ENG"]["defaultTemplateForMembersId"] = report["id"]
    incident = {"title": "Incident: ", "priority": 1, "labelIds": [labels["Incident"]["id"]]}
    add_template(seeder, acme, "Incident", incident, team=teams["OPS"])
    request = {
        "title": "Customer request",
        "description": "Who asked, and what for?",
        "labelIds": [labels["Customer report"]["id"]],
    }
    add_template(seeder, acme, "Customer request", request)
