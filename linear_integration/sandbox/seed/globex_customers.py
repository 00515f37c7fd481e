from __future__ import annotations

from itertools import product

from .customer_rows import STATUSES, TIERS, add_customer, add_customer_kinds, add_need
from .ids import seed_id
from .issue_rows import issue_of
from .rows import Seeder

CUSTOMERS = 120
_FIRST = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Ginkgo", "Hazel", "Juniper", "Larch")
_LAST = (
    *("Airlines", "Bank", "Cargo", "Dairy", "Energy", "Films"),
    *("Games", "Hotels", "Insurance", "Jewellers", "Kitchens", "Labs"),
)


def add_globex_customers(seeder: Seeder) -> None:
    """Add more customers and requests to Globex than a page holds."""
    globex = seeder.tables["Organization"][seed_id("organization", "globex")]
    add_customer_kinds(seeder, globex)
    issues = [issue_of(seeder, "globex", f"BIG-{number}") for number in range(1, CUSTOMERS + 2)]
    for number, (last, first) in enumerate(list(product(_LAST, _FIRST))[:CUSTOMERS]):
        customer = add_customer(
            seeder,
            globex,
            f"{first} {last}",
            tier=TIERS[number % len(TIERS)][0],
            status=STATUSES[number % len(STATUSES)][0],
            domains=[f"{first}-{last}.example".lower()],
            externalIds=[f"crm-{number + 1}"],
        )
        # One issue that everybody asks for, and one of each customer's own.
        for issue in (issues[0], issues[number + 1]):
            add_need(
                seeder,
                customer,
                issue,
                body=f"{first} {last} asks for it.",
                priority=number % 2,
                days_ago=number / 4,
            )
