"""The shapes of the answers around the objects of types/, one for each document, as in calls/."""
