"""A client library for Linear's API: typed calls, typed errors, one pooled connection set.

It imports nothing of Django and nothing of the product around it.

    client.py      LinearClient: one short method per operation
    documents/     every GraphQL text, one operation a file
    types.py       what Linear answers;  inputs.py  what we send
    errors.py      the one tree of errors
    rate_limit.py  Budget, fed from the headers of every answer
    oauth.py       authorize, exchange, refresh, revoke
    references.py  what a person may type to name an issue
    transport.py   the pooled HTTP client behind its bulkhead, breaker and deadline
"""
