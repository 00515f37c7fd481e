"""What only the id is read of."""

from pydantic.dataclasses import dataclass

from linear_integration.linear.camel_case import CAMEL_CASE


@dataclass(frozen=True, config=CAMEL_CASE)
class Identified:
    """Something of which only the id is read."""

    id: str
