"""Who works in the demo, where, and for which companies."""

from dataclasses import dataclass

PASSWORD = "demo"  # noqa: S105 - published in the README
FEATURES = ["linear_integration"]
PEOPLE = ("Alice", "Bob", "Carol", "Dan")


@dataclass(frozen=True)
class DemoAccount:
    """An account: roles by person, channel and members by inbox, companies by domain."""

    id: int
    name: str
    threads: str
    roles: dict[str, str]
    inboxes: dict[str, tuple[str, tuple[str, ...]]]
    companies: dict[str, str]


ACCOUNTS = (
    DemoAccount(
        id=1,
        name="Acme Support",
        threads="acme",
        roles={"Alice": "administrator", "Bob": "agent"},
        inboxes={
            "Website": ("website", ("Alice", "Bob")),
            "Email": ("email", ("Bob",)),
            "Enterprise": ("email", ("Alice",)),
        },
        companies={
            "brightwave.example": "Brightwave Audio",
            "harbourpine.example": "Harbour & Pine",
            "kestrel-outdoor.example": "Kestrel Outdoor",
            "meridian-clinics.example": "Meridian Clinics",
            "nordlys.example": "Nordlys Bakeries",
            "pixelforge.example": "Pixelforge Studios",
            "quillstone.example": "Quillstone Books",
            "solara-energy.example": "Solara Energy",
            "tallowcandles.example": "Tallow Candles",
            "velocecycles.example": "Veloce Cycles",
        },
    ),
    DemoAccount(
        id=2,
        name="Globex Care",
        threads="globex",
        roles={"Carol": "administrator"},
        inboxes={"Help desk": ("email", ("Carol",)), "Chat": ("website", ("Carol",))},
        companies={
            "initech.example": "Initech",
            "umbra-logistics.example": "Umbra Logistics",
        },
    ),
)


def email_of(person: str) -> str:
    """Return the address with which a person of the demo signs in."""
    return f"{person.lower()}@example.com"


def token_of(person: str) -> str:
    """Return the API token of a person of the demo."""
    return f"demo-token-{person.lower()}"
