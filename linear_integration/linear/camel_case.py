"""How our dataclasses read Linear's JSON."""

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

# Names are Linear's in snake case; what we have no field for is passed over.
CAMEL_CASE = ConfigDict(
    alias_generator=to_camel, validate_by_name=True, validate_by_alias=True, extra="ignore"
)
