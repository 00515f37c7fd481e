"""Webhooks: what is told to the outside when something changes.

Data events come by themselves. When a mutation commits, ``changes`` turns every changed row whose
table is in ``payloads.PAYLOADS`` into an Event. For a new kind of data, add it there.

Other events are posted by the resolver that causes them, inside its mutation::

    context.outbox.post(Event("AgentSessionEvent", "created", body, organization_id, team_ids))

``body`` holds what that kind has beside the envelope: ``agentSession``, ``appUserId``, ….  The
envelope (action, type, createdAt, organizationId, webhookId, webhookTimestamp) is added for each
receiver. If the mutation fails, nothing of it is sent. Outside of a mutation, such as in an OAuth
endpoint, ``sandbox.outbox.post(event)`` queues at once.

``children`` writes the related objects that payloads hold (a user, a team, an issue in short).
"""
