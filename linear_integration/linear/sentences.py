"""What errors say. The sentences are English; who shows them may say them in another language.

So each one that people may read is marked by `gettext_noop`, as GNU gettext's programs expect it,
and where a sentence differs from case to case, its pattern stands here.
"""


def gettext_noop(text: str) -> str:
    """Mark a sentence to be translated where it is shown."""
    return text


ANSWERED = gettext_noop("Linear answered with HTTP %(status)s.")
UNREADABLE = gettext_noop("Linear's answer could not be read (%(detail)s).")


def answered(status: int) -> str:
    """Say with which status Linear answered, for want of anything better."""
    return ANSWERED % {"status": status}


def unreadable(detail: str) -> str:
    """Say that an answer makes no sense; the detail is for those who look into it."""
    return UNREADABLE % {"detail": detail}
