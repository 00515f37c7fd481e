"""What Linear answers, as frozen dataclasses of only the fields that we read.

Names are Linear's in snake case, and None stands where Linear's schema allows null. What is
`Storable` is read again by later releases, so a field that is added needs a default.
"""

from linear_integration.linear.inputs import AttachmentCreate as AttachmentCreate
from linear_integration.linear.inputs import CommentCreate as CommentCreate
from linear_integration.linear.inputs import IssueCreate as IssueCreate
from linear_integration.linear.types.comments import Comment as Comment
from linear_integration.linear.types.comments import IssueComment as IssueComment
from linear_integration.linear.types.issues import ExistingIssues as ExistingIssues
from linear_integration.linear.types.issues import Issue as Issue
from linear_integration.linear.types.issues import IssueNames as IssueNames
from linear_integration.linear.types.issues import IssueSummary as IssueSummary
from linear_integration.linear.types.links import Attachment as Attachment
from linear_integration.linear.types.links import Reconciled as Reconciled
from linear_integration.linear.types.teams import Assignee as Assignee
from linear_integration.linear.types.teams import IssueLabel as IssueLabel
from linear_integration.linear.types.teams import Label as Label
from linear_integration.linear.types.teams import LabelGroup as LabelGroup
from linear_integration.linear.types.teams import ProjectName as ProjectName
from linear_integration.linear.types.teams import Team as Team
from linear_integration.linear.types.teams import TeamEntities as TeamEntities
from linear_integration.linear.types.workspaces import Organization as Organization
from linear_integration.linear.types.workspaces import Viewer as Viewer
from linear_integration.linear.types.workspaces import Webhook as Webhook
