"""The ids in content that the program relies on: flows and topics that must be there. `check` refuses content without them."""

START = "start"
"""The flow with which a conversation begins; also its command."""
SETTINGS = "settings"
TELL_US = "tell-us"
ADD_TO_CASE = "add-to-case"
TALK_TO_A_PERSON = "talk-to-a-person"
HELP_NOW = "help-now"
