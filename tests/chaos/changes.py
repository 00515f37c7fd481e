"""The stories of issues in a storm of events: what happens to each, one thing after another."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

from .people import ARCHIVE, COMMENT, DELETE, RESTORE, TRASH, People, Subject

Step = Callable[[], object]
# Of ten issues so many are completed or linked elsewhere; of the others one each is archived,
# deleted, or just worked on, and every other one of these ends as the duplicate of the one before.
COMPLETED, LINKED = 4, 3
ARCHIVED, DELETED, WORKED_ON = 7, 8, 9
OPEN_TYPES = ("unstarted", "started")


@dataclass(frozen=True)
class Plot:
    """What a story is to be: its number says of which kind, `urls` what may be linked.

    With `ends_once` the issue is completed or canceled by the last step, and not before. `other` is
    an issue that it may be a duplicate of.
    """

    number: int
    steps: int
    urls: Sequence[str]
    ends_once: bool
    other: str


def story(people: People, subject: Subject, random: Random, plot: Plot) -> Iterator[Step]:
    """Go through the steps of one issue.

    Issues that are completed keep the links that they have, so that who is to be told of it doesn't
    depend on the order in which events come.
    """
    kind = plot.number % 10
    choices = _ordinary(people, subject, random)
    if kind < COMPLETED and not plot.ends_once:
        choices += [partial(_end_or_reopen, people, subject, random)] * 3
    elif COMPLETED <= kind < COMPLETED + LINKED:
        choices += [partial(_link_or_unlink, people, subject, random, plot.urls)] * 6
    for _ in range(plot.steps - 1):
        yield random.choice(choices)
    yield _last(people, subject, random, plot)


def _ordinary(people: People, subject: Subject, random: Random) -> list[Step]:
    def value(name: str, choices: Callable[[], Sequence[object]]) -> Step:
        return lambda: people.change(subject, **{name: random.choice(choices())})

    def team_has(name: str) -> Callable[[], Sequence[object]]:
        return lambda: getattr(people.teams[subject.team], name)

    return [
        partial(_rename, people, subject, random),
        partial(_rename, people, subject, random),
        partial(people.move_on, subject, random, *OPEN_TYPES),
        partial(people.move_on, subject, random, *OPEN_TYPES),
        value("assigneeId", lambda: [None, *team_has("members")()]),
        value("priority", lambda: range(5)),
        value("projectId", lambda: [None, *team_has("projects")()]),
        value("dueDate", lambda: [None, "2031-02-28", "2032-02-29"]),
        lambda: people.change(subject, labelIds=_some(random, people.teams[subject.team].labels)),
        lambda: people.change(subject, teamId=random.choice([*people.teams.values()]).id),
        partial(_comment, people, subject, random),
    ]


def _some(random: Random, values: Sequence[str]) -> list[str]:
    return random.sample(values, random.randint(0, min(3, len(values))))


def _rename(people: People, subject: Subject, random: Random) -> None:
    people.change(subject, title=f"{subject.title} “{random.randint(0, 999_999)}” Größe 😀")


def _comment(people: People, subject: Subject, random: Random) -> None:
    body = f"It is **{random.randint(0, 999_999)}**.\n\n> Größe"
    people.ask(COMMENT, input={"issueId": subject.id, "body": body})


def _end_or_reopen(people: People, subject: Subject, random: Random) -> None:
    is_over = subject.state_type in ("completed", "canceled")
    people.move_on(subject, random, *(OPEN_TYPES if is_over else ("completed", "canceled")))


def _link_or_unlink(people: People, subject: Subject, random: Random, urls: Sequence[str]) -> None:
    if subject.links and random.random() < 0.5:
        people.unlink(subject, random.choice([*subject.links]))
    else:
        people.link(subject, random.choice([url for url in urls if url not in subject.links]))


def _last(people: People, subject: Subject, random: Random, plot: Plot) -> Step:
    kind = plot.number % 10
    if kind < COMPLETED:
        return partial(people.move_on, subject, random, "completed", "canceled")
    if kind == ARCHIVED:
        document = random.choice((ARCHIVE, TRASH, RESTORE))
        return partial(people.ask, document, id=subject.id)
    if kind == DELETED:
        return partial(people.ask, DELETE, id=subject.id)
    if kind == WORKED_ON and plot.number // 10 % 2:
        return partial(people.mark_as_duplicate, subject, plot.other)
    return partial(_rename, people, subject, random)
