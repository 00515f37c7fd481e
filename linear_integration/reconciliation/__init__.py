"""What we have of a workspace, compared with Linear: it repairs whatever webhooks missed.

Linear gives a webhook up after seven hours, so that they alone would let our tables drift.

runs:    when a comparison is due, who carries it out, how it goes on after a stop
issues:  the linked issues that have changed, or gone
names:   what their cards show of labels, projects, states, teams and people
links:   the links of conversations
"""

from .runs import reconcile_due, want

__all__ = ["reconcile_due", "want"]
