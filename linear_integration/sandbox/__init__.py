"""A local Linear: GraphQL, OAuth and faults on request, for demos and tests.

It stands alone: it imports nothing of the product, and the product reaches it over HTTP only.
"""
