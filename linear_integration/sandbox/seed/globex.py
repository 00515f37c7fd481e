from __future__ import annotations

from itertools import product

from ..state.store import Row
from .issue_rows import add_cycles, add_issue, add_template
from .rows import STATES, Seeder

AREAS = (
    "Billing",
    "Catalogue",
    "Compliance",
    "Data",
    "Fulfilment",
    "Growth",
    "Identity",
    "Logistics",
    "Mobile",
    "Onboarding",
    "Payments",
    "Search",
    "Support",
)
REGIONS = (
    "Africa",
    "Alps",
    "Americas",
    "Baltics",
    "Benelux",
    "Iberia",
    "India",
    "Japan",
    "Nordics",
    "Oceania",
)
FIRST_NAMES = (
    *("Ada", "Amir", "Bea", "Chidi", "Chloe", "Dario", "Elif", "Emil", "Fatima", "Goran"),
    *("Hana", "Igor", "Ines", "Jun", "Kaya", "Liam", "Mina", "Nils", "Olga", "Pablo"),
)
LAST_NAMES = (
    *("Adler", "Berg", "Castro", "Dumont", "Eriksen", "Fontana", "Gupta"),
    *("Haddad", "Ivanov", "Jensen", "Kowalski", "Lopez", "Moreau", "Novak"),
)
BIG_STATES = (
    *STATES[:2],
    ("Ready for development", "unstarted", "#e2e2e2"),
    *STATES[2:4],
    ("QA ready", "started", "#26b5ce"),
    ("Waiting for customer", "started", "#f2994a"),
    ("Ready for release", "started", "#4cb782"),
    *STATES[4:6],
    ("Won't fix", "canceled", "#95a2b3"),
    STATES[6],
)
MEMBERS_OF_BIG = 260
PROJECTS_OF_BIG = 120
WORKSPACE_LABELS = 60
LABELS_OF_BIG = 200
ISSUES_OF_BIG = 300


def add_globex(seeder: Seeder) -> None:
    """Add the large workspace: 130 teams, and BIG with more of everything than a page holds."""
    globex = seeder.organization("Globex", "globex")
    people = [
        seeder.user(globex, f"{first} {last}") for last, first in product(LAST_NAMES, FIRST_NAMES)
    ]
    people[0].update(admin=True, owner=True)
    member_ids = [person["id"] for person in people]
    big = seeder.team(
        globex,
        "BIG",
        "Platform",
        states=BIG_STATES,
        triage=True,
        cyclesEnabled=True,
        memberIds=member_ids[:MEMBERS_OF_BIG],
    )
    add_cycles(seeder, big)
    add_template(seeder, globex, "Defect", {"title": "Defect: ", "priority": 2}, team=big)
    label_ids = _labels(seeder, globex, big)
    projects = _projects(seeder, globex, big)
    _issues_of_big(seeder, big, label_ids, projects)
    _regional_teams(seeder, globex, member_ids)


def _labels(seeder: Seeder, globex: Row, big: Row) -> list[str]:
    """Add 260 labels that can be applied to BIG's issues, and the group of four of them."""
    group = seeder.label(globex, "Severity", isGroup=True)
    children = [
        seeder.label(globex, name, parentId=group["id"])
        for name in ("Blocker", "Critical", "Major", "Minor")
    ]
    names = [f"{area}: {kind}" for kind, area in product(_KINDS, AREAS)]
    shared = [seeder.label(globex, name) for name in names[: WORKSPACE_LABELS - len(children)]]
    own = [
        seeder.label(globex, f"component/{area.lower()}-{number:02}", teamId=big["id"])
        for number, area in list(product(range(1, 20), AREAS))[:LABELS_OF_BIG]
    ]
    return [label["id"] for label in [*shared, *own]]


_KINDS = ("bug", "feature", "question", "regression", "debt")


def _projects(seeder: Seeder, globex: Row, big: Row) -> list[Row]:
    statuses = list(seeder.project_statuses(globex).values())
    names = [f"{area} {region}" for region, area in product(REGIONS, AREAS)]
    return [
        seeder.project(
            globex,
            f"{name} roll-out",
            team_ids=[big["id"]],
            statusId=statuses[number % len(statuses)],
        )
        for number, name in enumerate(names[:PROJECTS_OF_BIG])
    ]


def _issues_of_big(seeder: Seeder, big: Row, label_ids: list[str], projects: list[Row]) -> None:
    problems = (
        "{area} report takes a minute to open",
        "{area} page answers 500 for archived accounts",
        "{area} import stops at the first empty line",
        "{area} totals differ between web and mobile",
        "{area} notifications arrive a day late",
    )
    for number in range(ISSUES_OF_BIG):
        area = AREAS[number % len(AREAS)]
        add_issue(
            seeder,
            big,
            f"{problems[number % len(problems)].format(area=area)} ({REGIONS[number % 10]})",
            state=BIG_STATES[number % len(BIG_STATES)][0],
            priority=number % 5,
            days_ago=150 - number / 2,
            labelIds=[label_ids[number % len(label_ids)]],
            assigneeId=big["memberIds"][number % MEMBERS_OF_BIG],
            projectId=projects[number % len(projects)]["id"],
        )


def _regional_teams(seeder: Seeder, globex: Row, member_ids: list[str]) -> None:
    places = list(product(AREAS, REGIONS))[:-1]
    for number, (area, region) in enumerate(places):
        members = [member_ids[(number * 3 + step) % len(member_ids)] for step in range(5)]
        key = f"{area[:2]}{REGIONS.index(region)}".upper()
        team = seeder.team(globex, key, f"{area} {region}", memberIds=members)
        if number % 2 == 0:
            add_issue(seeder, team, f"Plan the quarter of {area} {region}", state="Todo")
