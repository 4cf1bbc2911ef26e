"""What is claimed of every play on Slack, whatever it is about: all was acknowledged, valid, and stands as it was sent."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from adapters.slack.rendering.blocks import PRESS
from adapters.slack.rendering.forms import FORM
from bot.acknowledging import Acknowledging
from bot.rehearsal.platform import Shown
from flows import forms
from flows.events import Event
from flows.messages import Answer, Attachment, Message, OpenForm, WordShown
from flows.wording.plain import plain_blocks
from flows.wording.rendering import plain_text
from tests.overheard import BothPlatforms, same_words
from tests.slack import at_the_form
from tests.slack.block_kit import wrong_with_message, wrong_with_view
from tests.slack.deliveries import Delivery
from tests.slack.person import Person
from tests.slack.plainly import in_blocks, plainly
from tests.slack.records import Message as Standing
from tests.slack.refusals import Json
from tests.slack.slack import Slack
from tests.slack.workspace import BOT_USER

MESSAGES = {"chat.postMessage", "chat.update", "chat.postEphemeral"}
VIEWS = {"views.open", "views.update", "views.push", "views.publish"}


@dataclass(slots=True, repr=False)
class Held:
    """Holds a play to it as it goes on."""

    slack: Slack
    sent: BothPlatforms
    worded: Acknowledging
    """How an answer reads."""
    words: set[str] = field(default_factory=set)
    """The keys of what was said in direct conversations in answer to something typed there."""
    _calls: int = 0
    _deliveries: int = 0
    _waiting: list[Delivery] = field(default_factory=list)
    """Told to the app, and not answered yet: of our own messages Slack tells us in its own time."""

    def so_far(self, who: Person, event: Event, answer: Answer | None) -> None:
        """After an act: what was answered is what now stands before whoever acted."""
        self.words.add(event.id)
        self.check()
        if isinstance(answer, OpenForm):
            _is_open(who, answer)
            return
        stack = self.slack.workspace.modals.get(who.id, [])
        assert not any(view.get("callback_id") == FORM for view in stack), f"{who.modal} is still open"
        shown = self.worded.shown(event, answer)
        if isinstance(shown, WordShown):
            told = " ".join(same_words(plain_blocks(shown.blocks)))
            assert any(told in " ".join(same_words(read)) for read in self._read_by(who)), (
                f"{who.user.name} never read {told!r}:\n{who.screen}"
            )

    def _read_by(self, who: Person) -> Iterator[str]:
        """All that stands before somebody."""
        workspace = self.slack.workspace
        for view in workspace.modals.get(who.id, ()):
            yield "\n\n".join(in_blocks(workspace, view.blocks))
        for channel in workspace.conversations(who.id):
            for message in channel.messages:
                if message.only_for in {"", who.id}:
                    yield plainly(workspace, message)

    def check(self) -> None:
        """Everything that passed over the wire since the last time."""
        site = self.slack.site
        assert site.complaints == []
        assert site.deliveries.lost == []
        assert not any(self.slack.workspace.told.values()), self.slack.workspace.told
        calls, self._calls = site.calls[self._calls :], len(site.calls)
        for call in calls:
            assert not call.error, f"{call.method} was refused: {call.error}"
            wrong = _wrong(call.method, call.args)
            assert wrong == [], f"{call.method}: {wrong} in {call.args}"
        made, self._deliveries = self.slack.deliveries[self._deliveries :], len(self.slack.deliveries)
        self._waiting += made
        settled = [delivery for delivery in self._waiting if delivery.settled.done()]
        self._waiting = [delivery for delivery in self._waiting if delivery not in settled]
        for delivery in settled:
            assert delivery.acked, delivery.payload
            body = delivery.settled.result().body
            if isinstance(body, dict) and "view" in body:
                assert wrong_with_view(body["view"]) == []
            elif isinstance(body, dict) and body.get("blocks"):
                assert wrong_with_message(body) == []

    def to_the_last(self) -> None:
        """At the end: in every place stands what was sent there, as it was last said, in order, and nothing besides."""
        self.check()
        assert self._waiting == []
        where = {own: ref for ref, own in self.sent.refs.items()}
        for place, screen in self.sent.meant.screens.items():
            posts = [post for shown in screen for post in self._posts(where[shown.ref])]
            assert posts == sorted(posts, key=lambda post: float(post.ts)), f"{place} is out of order"
            for shown in screen:
                self._stands(list(self._posts(where[shown.ref])), shown)
        sent = {post.ts for ref in where.values() for post in self._posts(ref)}
        files = []
        for channel in self.slack.workspace.channels.values():
            for message in channel.messages:
                files += [(channel.id, file.name) for file in message.files]
                ours = message.by == BOT_USER and not message.only_for and not message.files
                assert not ours or message.ts in sent or self._is_word(message), f"{message} was never sent"
        assert sorted(files) == sorted(self.sent.files)

    def _is_word(self, message: Standing) -> bool:
        return message.metadata.get("event_payload", {}).get("key") in self.words

    def _posts(self, ref: str) -> Iterator[Standing]:
        channel, _, stamps = ref.partition(":")
        for ts in stamps.split(","):
            post = self.slack.workspace.channels[channel].find(ts)
            assert post is not None, f"{ref} is gone"
            yield post

    def _stands(self, posts: list[Standing], shown: Shown) -> None:
        read = "\n\n".join(plainly(self.slack.workspace, post) for post in posts)
        meant = _without_files(shown.message)
        assert same_words(read) == same_words(meant), f"{read}\n--- but meant was\n{meant}"
        offered = [button for part in shown.message.parts for button in part.buttons]
        pressable = [each["value"] for post in posts for each in buttons_of(post)]
        assert pressable == [f"{PRESS}{button.question}:{button.choice}" for button in offered], read


def _without_files(message: Message) -> str:
    """Files stand below, by themselves."""
    parts = (
        replace(part, blocks=tuple(block for block in part.blocks if not isinstance(block, Attachment)))
        for part in message.parts
    )
    return plain_text(replace(message, parts=tuple(parts)))


def buttons_of(message: Standing) -> list[Json]:
    """Every button of ours on a message."""
    return [
        each
        for block in message.blocks
        for each in block.get("elements", ())
        if each["type"] == "button" and each.get("value", "").startswith(PRESS)
    ]


def _is_open(who: Person, form: OpenForm) -> None:
    """Before the person is a page of this form: what was given stands in it, what is wrong beside it."""
    kept = json.loads(at_the_form.page(who).get("private_metadata"))
    assert kept["question"] == form.question
    asked, stands, errors = at_the_form.asked(who), at_the_form.stands(who), at_the_form.errors(who)
    if form.errors:
        assert set(errors) == set(form.errors) & set(asked), who.modal
        assert errors, who.modal
    else:
        fresh = [field.key for field in forms.page(form, len(asked))]
        assert list(asked) == fresh
        assert stands == {key: tuple(form.filled.get(key, ())) for key in asked}, who.modal


def _wrong(method: str, args: Json) -> list[str]:
    if method in MESSAGES:
        return wrong_with_message({**args, "blocks": _parsed(args["blocks"])})
    if method in VIEWS:
        return wrong_with_view(_parsed(args["view"]))
    return []


def _parsed(given: Any) -> Any:
    return json.loads(given) if isinstance(given, str) else given
