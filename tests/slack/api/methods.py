"""Every method that there is: its tier, the scopes of which it needs one, and what answers it."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.slack.api import chat, conversations, files, reactions, users, views
from tests.slack.api.call import Call
from tests.slack.rates import ANY
from tests.slack.refusals import Json


@dataclass(frozen=True, slots=True)
class Method:
    """One method. Where the scope depends on the conversation, what answers it asks for it."""

    answer: Callable[[Call], Json]
    tier: int
    scopes: tuple[str, ...] = ()


METHODS = {
    "auth.test": Method(users.auth_test, ANY),
    "bots.info": Method(users.bot_info, 3, ("users:read",)),
    "chat.delete": Method(chat.delete, 3, ("chat:write",)),
    "chat.getPermalink": Method(chat.permalink, ANY),
    "chat.postEphemeral": Method(chat.post_ephemeral, 4, ("chat:write",)),
    "chat.postMessage": Method(chat.post_message, ANY, ("chat:write",)),
    "chat.update": Method(chat.update, 3, ("chat:write",)),
    "conversations.history": Method(conversations.history, 3),
    "conversations.info": Method(conversations.info, 3),
    "conversations.join": Method(conversations.join, 3, ("channels:join",)),
    "conversations.list": Method(conversations.every, 2),
    "conversations.members": Method(conversations.members, 4),
    "conversations.open": Method(conversations.start, 3),
    "files.completeUploadExternal": Method(files.complete, 4, ("files:write",)),
    "files.info": Method(files.info, 4, ("files:read",)),
    "files.getUploadURLExternal": Method(files.upload_url, 4, ("files:write",)),
    "reactions.add": Method(reactions.add, 3, ("reactions:write",)),
    "team.info": Method(users.team_info, 3, ("team:read",)),
    "users.conversations": Method(conversations.of_user, 3),
    "users.info": Method(users.info, 4, ("users:read",)),
    "users.list": Method(users.every, 2, ("users:read",)),
    "users.lookupByEmail": Method(users.by_email, 3, ("users:read.email",)),
    "views.open": Method(views.show, 4),
    "views.publish": Method(views.publish, 4),
    "views.push": Method(views.push, 4),
    "views.update": Method(views.update, 4),
}
