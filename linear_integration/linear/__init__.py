"""A client library for Linear's API: typed calls, typed errors, one set of pooled connections.

It imports nothing of Django and nothing of the product around it. From the top:

    client.py         LinearClient: one short method an operation, by what they are about in calls/
    graphql.py        a call: held back, sent, read, repeated if it only reads
    documents/        every GraphQL text, one operation a file
    inputs.py         what we send;  results/, types/  what Linear answers;  camel_case.py
    answers.py        from an HTTP answer to a result or an error;  errors.py  the one tree of them
    pages.py          pages, going through all;  team_entities.py  through six lists at once
    rate_limit.py     Budget, fed from the headers of every answer
    oauth.py          authorize, exchange, refresh, revoke;  tokens.py  what is answered to that
    references.py     what a person may type to name an issue
    transport.py      the way out: deadline.py, bulkhead.py, breaker.py, pool.py, network.py,
                      and back: bodies.py
"""
