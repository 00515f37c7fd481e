"""What an installed app is told of: its notifications, its agent sessions, and its own fate.

``notices`` finds what a mutation's changes mean to the apps of a workspace, ``events`` writes it
for their webhook. What no mutation of the sandbox causes is fired by the control endpoints.
"""
