"""What a person's private note asks of Linear: to link the issues it names, or to comment on one.

heeding:   hears of each note, and stores what it asks for with it
comments:  which issue a note means, and what is to be posted; pure

It is stored as operations in the name of the note's author, and the sweep carries them out: so
nothing is lost or done twice, and nobody who writes a note waits for Linear.
"""

from .heeding import heed as heed
