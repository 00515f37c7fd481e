"""Where the tour goes: accounts and conversations by what they are good for."""

ACME, GLOBEX, INITECH, UMBRA, QUIET, LIMITED = 1, 2, 11, 12, 13, 14
# From whose workspace the app was removed.
REMOVED = 15

# Whose pages may show the sidebars of Acme and Globex.
OTHER_HELPDESK = "https://desk.example.com"

# Conversations of Acme's that Bob sees, with the issues that they are linked to.
CARDS = {4: ("ENG-9", "ENG-2", "OPS-2"), 10: ("ENG-7",)}
# Cards that were last seen hours ago: Linear is asked for them.
OLD = {5: ("ENG-3",)}
# One that will be archived, and one that will be deleted.
GONE = {7: ("ENG-6", "ENG-14")}
# No issue yet.
EMPTY, TO_UNLINK, TO_CREATE, TO_CONFIRM = 1, 12, 13, 14

# Secrets of invitations to Acme, by what is to be seen of them.
OPEN_TO_NEW, OPEN_TO_ERIN = "tour-open-to-new", "tour-open-to-erin"
USED, REVOKED, EXPIRED = "tour-used", "tour-revoked", "tour-expired"
# A delivery of Acme's that is parked.
PARKED = 1_000_000
