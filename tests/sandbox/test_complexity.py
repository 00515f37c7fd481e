"""The complexity of what a client of Linear asks, as the documented formula counts it."""

import pytest
from graphql import (
    FragmentDefinitionNode,
    GraphQLSchema,
    OperationDefinitionNode,
    parse,
    specified_rules,
    validate,
)

from linear_integration.sandbox.api.complexity import complexity

PAGE = "pageInfo { hasNextPage endCursor }"
META = f"nodes {{ id name displayName color position }} {PAGE}"
CARD = (
    "id identifier previousIdentifiers title url priority priorityLabel dueDate estimate createdAt "
    "updatedAt archivedAt trashed completedAt canceledAt labelIds customerTicketCount "
    "state { id name type color } team { id key } assignee { id displayName avatarUrl } "
    "project { id name }"
)
DOCUMENTS = {
    "FileTicket": """mutation ($issue: IssueCreateInput!, $link: AttachmentCreateInput!,
        $need: CustomerNeedCreateInput!) {
      issueCreate(input: $issue) { success issue { id identifier url } }
      attachmentCreate(input: $link) { success attachment { id } }
      customerNeedCreate(input: $need) { success need { id } } }""",
    "Search": f"""query ($term: String!) {{ searchIssues(term: $term, first: 20) {{
      totalCount nodes {{ id identifier title url state {{ name type color }} team {{ id key }}
        assignee {{ displayName }} }} {PAGE} }} }}""",
    "IssuesByIds": f"""query ($ids: [ID!]!) {{
      issues(first: 50, includeArchived: true, filter: {{id: {{in: $ids}}}}) {{
        nodes {{ ...Card }} }} }} fragment Card on Issue {{ {CARD} }}""",
    "Comments": f"""query ($id: String!) {{ issue(id: $id) {{ id comments(first: 50) {{
      nodes {{ id body createdAt editedAt parentId url user {{ id displayName app }}
        botActor {{ name userDisplayName }} externalUser {{ id displayName }} }} {PAGE} }} }} }}""",
    "LinkedIssues": f"""query ($url: String!) {{ attachmentsForURL(url: $url, first: 50) {{
      nodes {{ id url title subtitle createdAt
        issue {{ id identifier title url state {{ name type }} }} }} {PAGE} }} }}""",
    "CustomerMeta": f"""{{ customerTiers(first: 50) {{ {META} }}
      customerStatuses(first: 50) {{ {META} }} }}""",
    "Teams": f"""{{ teams(first: 50) {{ nodes {{ id key name displayName visibility retiredAt
      triageEnabled issueEstimationType }} {PAGE} }} }}""",
    "TeamBundle": f"""query ($team: String!) {{ team(id: $team) {{
        id key name triageEnabled cyclesEnabled issueEstimationType issueEstimationExtended
        issueEstimationAllowZero defaultIssueEstimate defaultIssueState {{ id }}
        triageIssueState {{ id }} defaultTemplateForMembers {{ id }}
        defaultTemplateForNonMembers {{ id }}
        states(first: 50) {{ nodes {{ id name type color position }} {PAGE} }}
        projects(first: 50) {{ nodes {{ id name color status {{ id type name }} }} {PAGE} }}
        members(first: 50) {{
          nodes {{ id name displayName email avatarUrl active app isAssignable }} {PAGE} }}
        cycles(first: 25) {{ nodes {{ id number name startsAt endsAt isActive }} {PAGE} }}
        templates(first: 50) {{ nodes {{ id name type }} {PAGE} }} }}
      issueLabels(first: 100) {{
        nodes {{ id name color parent {{ id name }} team {{ id }} }} {PAGE} }}
      organization {{ templates(first: 50) {{ nodes {{ id name }} }} }} }}""",
}


@pytest.mark.parametrize(
    ("name", "points"),
    [
        ("FileTicket", 7),
        ("Search", 102),
        # 50 x 7.8: no sum of tenths may tip it over to 391.
        ("IssuesByIds", 390),
        ("Comments", 268),
        ("LinkedIssues", 207),
        ("CustomerMeta", 153),
        ("Teams", 92),
        ("TeamBundle", 835),
    ],
)
def test_a_document_costs_what_the_formula_says(
    full_schema: GraphQLSchema, name: str, points: int
) -> None:
    document = parse(DOCUMENTS[name])
    assert validate(full_schema, document, specified_rules) == []
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    assert complexity(full_schema, operation, fragments, {}) == points
