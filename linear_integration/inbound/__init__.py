"""What comes back from Linear: its webhooks, received, kept, and worked off.

receiving:    whether a request is Linear's and new; storing: the row that it becomes
deliveries:   worked off one by one, each exactly once, by whichever worker comes
handlers:     what each kind of event does; one module for each
history:      the deliveries as administrators read them; replaying: worked off again
pruning:      forgotten after 30 days
"""
