"""The app as a member of a Linear workspace, whom people there turn to.

questions: what somebody asks of it in an agent session
elected:   which account answers, where several have connected the workspace
answers:   what it says; notes: what conversations are told of mentions and assignments
replies:   saying it in Linear, once
"""
