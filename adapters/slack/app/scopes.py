"""What Shelfmate may do in a workspace, and why: the one table that the manifest, the guide and `doctor` read."""

from types import MappingProxyType

SCOPES = MappingProxyType(
    {
        "chat:write": "to send messages, and to rewrite its own",
        "commands": "for /mentoring and the shortcuts",
        "files:read": "to read the list of members that an administrator uploads while setting up",
        "files:write": "to send calendar invitations, charts and spreadsheets",
        "im:history": "to hear what somebody writes to Shelfmate itself, and to see after a failure whether its own "
        "message arrived; no other conversation",
        "im:write": "to open a direct conversation with somebody",
        "mpim:write": "to open a pair's own conversation; it cannot read what is said there",
        "users:read": "for names, time zones and languages, and to know who may set it up",
        "users:read.email": "to find people on the program's list of members",
    }
)
"""Each scope with its reason. There is none that reads a channel or a pair's conversation."""

EVENTS = MappingProxyType(
    {
        "app_home_opened": "to show somebody's own page when they look at it",
        "app_uninstalled": "to stop when it is taken out of the workspace",
        "message.im": "to hear what somebody writes to Shelfmate itself",
        "tokens_revoked": "to stop when its token is taken back",
    }
)
"""What Slack is to tell of, and why."""
