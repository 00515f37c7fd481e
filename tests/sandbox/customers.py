"""What tests ask of customers and their requests."""

from typing import Any

from .process import ACME, ATTACH, CLIENT, Linear

MISSING = "11111111-1111-4111-8111-111111111111"
URL = "http://localhost:8000/app/accounts/1/conversations/7"
CUSTOMER_FIELDS = (
    "id slugId name domains externalIds mainSourceId slackChannelId revenue size logoUrl url "
    "approximateNeedCount createdAt updatedAt integration { service } owner { name } "
    "status { name } tier { name } needs { id }"
)
NEED_FIELDS = (
    "id body bodyData content priority url createdAt updatedAt archivedAt "
    "customer { name } issue { identifier } originalIssue { identifier } project { name } "
    "attachment { id url } comment { id } creator { name }"
)


def _write(name: str, kind: str, answer: str) -> str:
    return f"mutation Write($input: {kind}!) {{ {name}(input: $input) {{ success {answer} }} }}"


CREATE_CUSTOMER = _write(
    "customerCreate", "CustomerCreateInput", f"customer {{ {CUSTOMER_FIELDS} }}"
)
UPSERT_CUSTOMER = _write(
    "customerUpsert", "CustomerUpsertInput", f"customer {{ {CUSTOMER_FIELDS} }}"
)
UPDATE_CUSTOMER = (
    "mutation Write($id: String!, $input: CustomerUpdateInput!) "
    f"{{ customerUpdate(id: $id, input: $input) {{ success customer {{ {CUSTOMER_FIELDS} }} }} }}"
)
DELETE_CUSTOMER = "mutation D($id: String!) { customerDelete(id: $id) { success entityId } }"
CUSTOMER = f"query Customer($id: String!) {{ customer(id: $id) {{ {CUSTOMER_FIELDS} }} }}"
CREATE_TIER = _write(
    "customerTierCreate",
    "CustomerTierCreateInput",
    "tier { id name displayName color description position }",
)
CREATE_NEED = _write("customerNeedCreate", "CustomerNeedCreateInput", f"need {{ {NEED_FIELDS} }}")
NEED_FROM_ATTACHMENT = _write(
    "customerNeedCreateFromAttachment",
    "CustomerNeedCreateFromAttachmentInput",
    f"need {{ {NEED_FIELDS} }}",
)
UPDATE_NEED = (
    "mutation Write($id: String!, $input: CustomerNeedUpdateInput!, $clear: Boolean) "
    "{ customerNeedUpdate(id: $id, input: $input, clearAttachment: $clear) { success "
    f"need {{ {NEED_FIELDS} }} updatedRelatedNeeds {{ id priority }} }} }}"
)
DELETE_NEED = (
    "mutation D($id: String!, $keep: Boolean) "
    "{ customerNeedDelete(id: $id, keepAttachment: $keep) { success entityId } }"
)
NEED = f"query Need($id: String!) {{ customerNeed(id: $id) {{ {NEED_FIELDS} }} }}"


def named(linear: Linear, name: str) -> dict[str, Any]:
    """Return a seeded customer of Acme by its name."""
    document = (
        "query N($name: String!) { customers(filter: {name: {eq: $name}}) "
        f"{{ nodes {{ {CUSTOMER_FIELDS} }} }} }}"
    )
    (customer,) = linear.ask(document, {"name": name})["customers"]["nodes"]
    found: dict[str, Any] = customer
    return found


def create_customer(linear: Linear, *, key: str = ACME, **values: Any) -> dict[str, Any]:
    answer = linear.ask(CREATE_CUSTOMER, {"input": {"name": "Acorn", **values}}, key=key)
    customer: dict[str, Any] = answer["customerCreate"]["customer"]
    return customer


def create_need(linear: Linear, *, key: str = ACME, **values: Any) -> dict[str, Any]:
    """Create a request on ENG-1, unless told otherwise."""
    given = {"issueId": "ENG-1", **values}
    need: dict[str, Any] = linear.ask(CREATE_NEED, {"input": given}, key=key)["customerNeedCreate"][
        "need"
    ]
    return need


def update_need(
    linear: Linear, need_id: str, *, clear: bool | None = None, **values: Any
) -> dict[str, Any]:
    """Change a request and return the answer, with the requests that changed along."""
    variables = {"id": need_id, "input": values, "clear": clear}
    answer: dict[str, Any] = linear.ask(UPDATE_NEED, variables)["customerNeedUpdate"]
    return answer


def archive_need(linear: Linear, need_id: str, *, back: bool = False) -> dict[str, Any]:
    name = "customerNeedUnarchive" if back else "customerNeedArchive"
    document = f"mutation A($id: String!) {{ {name}(id: $id) {{ entity {{ id archivedAt }} }} }}"
    entity: dict[str, Any] = linear.ask(document, {"id": need_id})[name]["entity"]
    return entity


def attach(linear: Linear, issue: str = "ENG-1", url: str = URL) -> str:
    given = {"issueId": issue, "title": "Conversation 7", "url": url}
    return str(linear.ask(ATTACH, {"input": given})["attachmentCreate"]["attachment"]["id"])


def kind_ids(linear: Linear, field: str) -> dict[str, str]:
    """Return Acme's tiers or statuses: their ids by name."""
    nodes = linear.ask(f"{{ {field} {{ nodes {{ id name }} }} }}")[field]["nodes"]
    return {node["name"]: node["id"] for node in nodes}


def scoped_app_key(linear: Linear, scope: str) -> str:
    """Return the header of an app in Acme that holds these scopes and no others."""
    form = {"grant_type": "client_credentials", "scope": scope, **CLIENT}
    return f"Bearer {linear.token(**form).json()['access_token']}"


def attachments(linear: Linear) -> dict[str, str]:
    """Return the issue of each attachment in Acme by its id."""
    rows = linear.get("state?workspace=acme")["attachments"]
    return {row["id"]: row["issueIdentifier"] for row in rows}
