"""The app as a member of a Linear workspace, whom people there turn to.

questions: what somebody asks of it in an agent session
elected:   which account answers, where several have connected the workspace
answers:   what it says
replies:   having it said in Linear, once
notices:   what Linear tells the app of: kept, told in conversations, listed, forgotten
notes:     the words in which conversations are told of it
"""
