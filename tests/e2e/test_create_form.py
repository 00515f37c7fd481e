"""The create form: every field by mouse and by keys, what it begins with, and what it keeps."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from conversations.models import Conversation, User
from linear_integration import entities, inbox_defaults
from linear_integration.linear.types import TeamEntities
from linear_integration.models import Hook, Operation
from tests.linear_integration.asking import issues_titled
from tests.sandbox_process import Sandbox
from tests.tour.pickers import choose, choose_team, open_picker, option_of, options_of, picker

from . import steps

pytestmark = pytest.mark.e2e

TITLE = "Everything at once"


@pytest.fixture
def sidebar(page: Page, alice: User, conversation: Conversation) -> Locator:
    """The sidebar of a conversation, connected to Acme."""
    return steps.arrive_connected(page, alice, conversation)


@pytest.fixture
def form(sidebar: Locator) -> Locator:
    """The create form, open."""
    return open_form(sidebar)


@pytest.fixture
def engineering(sidebar: Locator) -> TeamEntities:
    """What the team ENG offers."""
    return offered(Hook.objects.get(), "ENG")


def open_form(sidebar: Locator) -> Locator:
    """Open the create form, and wait until it knows what it begins with."""
    sidebar.get_by_role("button", name="Create issue").click()
    form = sidebar.locator("linear-create-form")
    expect(picker(form, "Team")).to_be_enabled()
    expect(form).not_to_have_attribute("aria-busy", "true")
    return form


def tab_to(page: Page, control: Locator) -> None:
    """Go on by the Tab key until a control has the focus; ten times at most."""
    for _ in range(10):
        page.keyboard.press("Tab")
        if control.evaluate("control => control === document.activeElement"):
            break
    expect(control).to_be_focused()


def offered(hook: Hook, key: str) -> TeamEntities:
    """Return what a team offers, by its key."""
    (team,) = [team for team in entities.teams_of(hook) if team.key == key]
    return entities.entities_of(hook, team.id)


def id_of(named: list[Any], name: str) -> str:
    """Return the id of the one with this name."""
    (found,) = [each.id for each in named if each.name == name]
    return str(found)


def created(sandbox: Sandbox, title: str = TITLE) -> dict[str, Any]:
    """Return the one issue in Linear with this title."""
    (issue,) = issues_titled(sandbox, title)
    return issue


def test_every_field_that_is_chosen_by_mouse_arrives_in_linear(
    form: Locator, sandbox: Sandbox, engineering: TeamEntities
) -> None:
    form.get_by_label("Title").fill(TITLE)
    form.get_by_label("Description").fill("As **said**.")
    choose_team(form, "ENG")
    choose(form, "Template", "Customer request")
    choose(form, "Status", "In Review")
    choose(form, "Priority", "Urgent")
    choose(form, "Assignee", "Priya Raman")
    choose(form, "Project", "Checkout revamp")
    for label in ("Mobile", "Critical"):
        choose(form, "Labels", label)
    picker(form, "Labels").press("Escape")
    form.get_by_label("Due date").fill("2027-03-01")
    choose(form, "Estimate", "5")
    form.get_by_role("button", name="Create issue").click()
    expect(form).to_be_hidden()
    issue = created(sandbox)
    labels = {id_of(engineering.labels, "Mobile"), id_of(engineering.labels, "Critical")}
    assert set(issue.pop("labelIds")) == labels
    wanted = {
        "description": "As **said**.",
        "teamId": engineering.team.id,
        "stateId": id_of(engineering.states, "In Review"),
        "priority": 1,
        "assigneeId": id_of(engineering.users, "Priya Raman"),
        "projectId": id_of(engineering.projects, "Checkout revamp"),
        "dueDate": "2027-03-01",
        "estimate": 5,
    }
    assert {name: issue[name] for name in wanted} == wanted
    payload = Operation.objects.get(kind="create_issue").payload["issue"]
    assert payload["template_id"] == id_of(engineering.templates, "Customer request")


def test_an_issue_is_created_by_keys_alone(
    page: Page, sidebar: Locator, sandbox: Sandbox, engineering: TeamEntities
) -> None:
    sidebar.get_by_role("button", name="Create issue").focus()
    page.keyboard.press("c")
    expect(sidebar.get_by_label("Title")).to_be_focused()
    page.keyboard.type(TITLE)
    team = picker(sidebar, "Team")
    tab_to(page, team)
    page.keyboard.type("desig")
    expect(options_of(sidebar, "Team")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(team).to_have_value("")
    page.keyboard.type("eng")
    page.keyboard.press("Enter")
    expect(team).to_have_value("Engineering (ENG)")
    status = picker(sidebar, "Status")
    expect(status).to_be_enabled()
    tab_to(page, status)
    for key in ("ArrowDown", "End", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    state = engineering.states[-2]
    expect(status).to_have_value(state.name)
    page.keyboard.press("Control+Enter")
    expect(sidebar.get_by_text("Issue created successfully")).to_be_visible()
    assert created(sandbox)["stateId"] == state.id


def test_what_is_left_empty_comes_from_the_template(
    form: Locator, sandbox: Sandbox, engineering: TeamEntities
) -> None:
    choose_team(form, "ENG")
    expect(picker(form, "Template")).to_have_value("Bug report")
    expect(form.get_by_text("What you leave empty comes from the template.")).to_be_visible()
    form.get_by_label("Title").fill(TITLE)
    form.get_by_label("Title").press("Control+Enter")
    expect(form).to_be_hidden()
    issue = created(sandbox)
    assert issue["priority"] == 2
    assert issue["labelIds"] == [id_of(engineering.labels, "Bug")]


def test_no_priority_can_be_chosen_against_the_template(form: Locator, sandbox: Sandbox) -> None:
    choose_team(form, "ENG")
    choose(form, "Priority", "No priority")
    form.get_by_label("Title").fill(TITLE)
    form.get_by_label("Title").press("Control+Enter")
    expect(form).to_be_hidden()
    assert created(sandbox)["priority"] == 0


def test_it_begins_with_what_is_set_for_the_inbox(
    sidebar: Locator, conversation: Conversation, engineering: TeamEntities
) -> None:
    wanted = inbox_defaults.IssueDefaults(
        team_id=engineering.team.id,
        project_id=id_of(engineering.projects, "Mobile app 3.0"),
        assignee_id=id_of(engineering.users, "Priya Raman"),
        priority=3,
        label_ids=(id_of(engineering.labels, "API"),),
        template_id=id_of(engineering.templates, "Customer request"),
    )
    inbox_defaults.set_inbox_defaults(conversation.inbox, wanted)
    form = open_form(sidebar)
    begun = {
        "Team": "Engineering (ENG)",
        "Project": "Mobile app 3.0",
        "Assignee": "Priya Raman",
        "Priority": "Medium",
        "Template": "Customer request",
    }
    for label, value in begun.items():
        expect(picker(form, label)).to_have_value(value)
    expect(form.get_by_role("button", name="Remove API")).to_be_visible()


def test_the_next_issue_begins_with_team_and_project_of_the_last(
    sidebar: Locator, form: Locator
) -> None:
    choose_team(form, "ENG")
    choose(form, "Project", "Mobile app 3.0")
    choose(form, "Assignee", "Priya Raman")
    form.get_by_label("Title").press("Control+Enter")
    expect(form).to_be_hidden()
    form = open_form(sidebar)
    expect(picker(form, "Team")).to_have_value("Engineering (ENG)")
    expect(picker(form, "Project")).to_have_value("Mobile app 3.0")
    expect(picker(form, "Assignee")).to_have_value("")


def test_what_was_chosen_survives_a_reload(
    page: Page, form: Locator, conversation: Conversation
) -> None:
    choose_team(form, "ENG")
    choose(form, "Template", "No template")
    choose(form, "Status", "In Progress")
    choose(form, "Priority", "Low")
    choose(form, "Estimate", "3")
    choose(form, "Labels", "Frontend")
    picker(form, "Labels").press("Escape")
    form.get_by_label("Due date").fill("2027-03-01")
    form = open_form(steps.open_conversation(page, conversation))
    kept = {"Team": "Engineering (ENG)", "Template": "", "Status": "In Progress", "Priority": "Low"}
    for label, value in (kept | {"Estimate": "3"}).items():
        expect(picker(form, label)).to_have_value(value)
    expect(form.get_by_label("Due date")).to_have_value("2027-03-01")
    form.get_by_role("button", name="Remove Frontend").click()
    expect(form.get_by_role("button", name="Remove Frontend")).to_be_hidden()
    expect(picker(form, "Labels")).to_be_focused()


def test_another_team_takes_away_what_was_chosen_of_the_first(form: Locator) -> None:
    choose_team(form, "ENG")
    choose(form, "Status", "In Review")
    choose(form, "Estimate", "5")
    choose_team(form, "OPS")
    expect(picker(form, "Status")).to_have_value("")
    expect(picker(form, "Template")).to_have_value("")
    expect(options_of(form, "Status").filter(has_text="In Review")).to_have_count(0)


def test_a_team_without_estimates_is_asked_for_none(form: Locator) -> None:
    choose_team(form, "ENG")
    expect(picker(form, "Estimate")).to_be_visible()
    choose_team(form, "SEC")
    expect(picker(form, "Estimate")).to_be_hidden()


def test_an_estimate_of_nothing_is_an_estimate(form: Locator, sandbox: Sandbox) -> None:
    choose_team(form, "OPS")
    choose(form, "Estimate", "0")
    form.get_by_label("Title").fill(TITLE)
    form.get_by_label("Title").press("Control+Enter")
    expect(form).to_be_hidden()
    assert created(sandbox)["estimate"] == 0


def test_260_entries_are_narrowed_by_words_in_any_order(
    page: Page, alice: User, conversation: Conversation
) -> None:
    form = open_form(steps.arrive_connected(page, alice, conversation, key="lin_api_demo_globex"))
    choose_team(form, "BIG")
    everybody = open_picker(form, "Assignee")
    expect(everybody).to_have_count(261)
    box = picker(form, "Assignee")
    box.press_sequentially("KÓW adA")
    expect(everybody.filter(visible=True)).to_have_count(1)
    expect(option_of(form, "Assignee", "Ada Kowalski")).to_be_visible()
    expect(form.get_by_text("1 found")).to_be_attached()
    box.press_sequentially("x")
    expect(form.get_by_text("Nothing matches.")).to_be_visible()
    box.press("Enter")
    box.press("Escape")
    expect(box).to_have_value("")
    box.press_sequentially("ada kow")
    box.press("Enter")
    expect(box).to_have_value("Ada Kowalski")
    expect(everybody.filter(visible=True)).to_have_count(0)


def test_the_keys_move_over_the_whole_list_and_leave_it_unchanged(form: Locator) -> None:
    choose_team(form, "ENG")
    status = picker(form, "Status")
    options = open_picker(form, "Status")
    last = options.count() - 1

    def expect_active(number: int) -> None:
        option_id = options.nth(number).get_attribute("id") or ""
        expect(status).to_have_attribute("aria-activedescendant", option_id)
        expect(options.nth(number)).to_be_in_viewport()

    expect_active(0)
    for key, number in (
        ("ArrowUp", last),
        ("ArrowDown", 0),
        ("ArrowDown", 1),
        ("End", last),
        ("PageUp", max(0, last - 10)),
        ("Home", 0),
    ):
        status.press(key)
        expect_active(number)
    status.press("Escape")
    expect(status).to_have_attribute("aria-expanded", "false")
    expect(status).to_have_value("")
    expect(form).to_be_visible()


def test_the_answer_for_a_team_that_was_left_comes_too_late(page: Page, form: Locator) -> None:
    held: list[Route] = []
    page.route("**/team_entities?*", lambda route: held.append(route))
    for key in ("ENG", "DES"):
        open_picker(form, "Team").filter(has_text=f"({key})").click()
    status = picker(form, "Status")
    expect(status).to_be_disabled()
    expect(status).to_have_attribute("placeholder", "Loading…")
    engineering, design = held
    with page.expect_response("**/team_entities?*"):
        engineering.continue_()
    page.wait_for_timeout(300)
    expect(status).to_be_disabled()
    design.continue_()
    expect(status).to_be_enabled()
    choose(form, "Estimate", "XXL")


def test_what_is_refused_is_said_at_its_field(
    page: Page, problems: list[str], form: Locator
) -> None:
    choose_team(form, "ENG")
    choose(form, "Status", "In Review")
    refused = {
        "code": "invalid_input",
        "message": "state_id: The state is gone.",
        "fields": {"state_id": ["The state is gone."]},
    }
    page.route("**/create_issue", lambda route: route.fulfill(status=422, json={"error": refused}))
    form.get_by_label("Title").press("Control+Enter")
    status = picker(form, "Status")
    expect(status).to_be_focused()
    expect(status).to_have_accessible_description("The state is gone.")
    expect(status).to_have_attribute("aria-invalid", "true")
    page.unroute("**/create_issue")
    choose(form, "Status", "By template")
    status.press("Control+Enter")
    expect(form).to_be_hidden()
    problems.clear()


def test_while_an_issue_is_being_created_it_says_so_and_is_not_sent_again(
    page: Page, form: Locator, sandbox: Sandbox
) -> None:
    sent: list[Any] = []
    page.route("**/create_issue", lambda route: sent.append(route))
    form.get_by_label("Title").fill(TITLE)
    choose_team(form, "ENG")
    send = form.get_by_role("button", name="Create issue")
    send.dblclick()
    expect(form.get_by_role("status").get_by_text("Creating the issue…")).to_be_visible()
    expect(send).to_be_disabled()
    expect(send).to_be_focused()
    form.get_by_label("Title").press("Control+Enter")
    (route,) = sent
    route.continue_()
    expect(form).to_be_hidden()
    assert created(sandbox)


def test_the_next_issue_is_another_one(sidebar: Locator, sandbox: Sandbox) -> None:
    for title in ("It burns", "It still burns"):
        form = open_form(sidebar)
        form.get_by_label("Title").fill(title)
        choose_team(form, "ENG")
        form.get_by_label("Title").press("Control+Enter")
        expect(form).to_be_hidden()
        assert created(sandbox, title)


def test_teams_that_can_t_be_loaded_are_loaded_the_next_time(
    page: Page, problems: list[str], sidebar: Locator
) -> None:
    page.route("**/linear/teams", lambda route: route.abort())
    sidebar.get_by_role("button", name="Create issue").click()
    form = sidebar.locator("linear-create-form")
    expect(form.get_by_role("alert")).to_contain_text("The teams could not be loaded.")
    expect(picker(form, "Team")).to_have_attribute("placeholder", "Choose a team")
    page.unroute("**/linear/teams")
    form.get_by_role("button", name="Try again").click()
    choose_team(form, "ENG")
    assert all("net::ERR_FAILED" in problem for problem in problems)
    problems.clear()
