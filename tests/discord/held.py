"""What is claimed of every play on Discord, whatever it is about: all was answered in time, taken, and stands as it was sent."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from adapters.discord.render import LAYOUT
from adapters.discord.rendering.names import FORM, PAGE, PRESS
from adapters.discord.sending.finding import begins
from adapters.discord.sending.outcomes import ARCHIVED
from bot.acknowledging import Acknowledging
from bot.rehearsal.platform import Shown
from flows import forms
from flows.events import Event
from flows.messages import Answer, Attachment, Message, OpenForm, PageShown, WordShown
from tests.discord import at_the_form
from tests.discord.checks.components import walk
from tests.discord.checks.parts import BUTTON
from tests.discord.interactions import Interaction
from tests.discord.loopback import Discord
from tests.discord.person import Person
from tests.discord.plainly import as_meant, links_meant, links_of, meant, moments_in, plainly
from tests.discord.reading import NOTES
from tests.discord.records import Message as Standing
from tests.discord.refusals import Json
from tests.discord.screen import places, visible
from tests.discord.site import Called
from tests.discord.whereabouts import Whereabouts
from tests.overheard import BothPlatforms, same_words

SAYING = {"create_message", "edit_message", "followup", "edit_original", "edit_followup"}
"""Calls that say something; so do some answers to interactions."""
SAID = {4, 7}
"""Those."""


@dataclass(slots=True, repr=False)
class Held:
    """Holds a play to it as it goes on."""

    there: Discord
    where: Whereabouts
    sent: BothPlatforms
    worded: Acknowledging
    """How an answer reads."""
    moments: dict[str, dict[int, str]] = field(default_factory=dict)
    """By person: the moments that they were told of at once, in the core's words."""
    words: set[str] = field(default_factory=set)
    """The keys of what was said in direct conversations in answer to something typed there."""
    _calls: int = 0
    _done: int = 0

    def so_far(self, who: Person, event: Event, answer: Answer | None) -> None:
        """After an act: what was answered is what now stands before whoever acted."""
        self.words.add(event.id)
        self.check()
        shown = self.worded.shown(event, answer)
        if isinstance(answer, OpenForm):
            assert isinstance(shown, PageShown)
            _is_open(who, answer, shown)
            return
        sheet = who.site.sheets.get(who.id)
        assert sheet is None or not sheet["custom_id"].startswith(FORM), f"{who.modal} is still open"
        if isinstance(shown, WordShown):
            self.moments.setdefault(who.id, {}).update(moments_in(shown.blocks))
            told = " ".join(same_words(as_meant(shown.blocks)))
            assert any(told in " ".join(same_words(read)) for read in _read_by(who)), (
                f"{who.name} never read {told!r}:\n{who.screen}"
            )

    def check(self) -> None:
        """Everything that passed over the wire since the last time."""
        site = self.there.site
        assert site.complaints == []
        assert not any(site.told.values()), site.told
        calls, self._calls = site.calls[self._calls :], len(site.calls)
        for call in calls:  # that a thread sleeps, nobody knows before they try
            assert call.status < 300 or call.code == ARCHIVED, (
                f"{call.name} was refused: {call.status} {call.answer} to {call.args}"
            )
            _is_said_as_always(call)
        done = list(site.interactions.values())
        for interaction in done[self._done :]:
            _is_answered(interaction)
        self._done = len(done)

    def looks_again(self) -> None:
        """Let the next look be at everything that passed, from the beginning."""
        self._calls = self._done = 0

    def moments_in(self, place: str) -> dict[int, str]:
        """The moments that the messages in a place speak of, in the core's words."""
        blocks = [
            b for shown in self.sent.meant.screens[place] for part in shown.message.parts for b in part.blocks
        ]
        return moments_in(tuple(blocks))

    def to_the_last(self) -> None:
        """At the end: in every place stands what was sent there, as it was last said, in order, and nothing besides."""
        self.check()
        where = {own: ref for ref, own in self.sent.refs.items()}
        assert len(where) == len(self.sent.refs), "one message stands for two"
        for place, screen in self.sent.meant.screens.items():
            posts = [post for shown in screen for post in self._posts(where[shown.ref])]
            assert posts == sorted(posts, key=lambda post: int(post.id)), f"{place} is out of order"
            self._is_read(place, {post.channel for post in posts})
            for shown in screen:
                self._stands(list(self._posts(where[shown.ref])), shown)
        sent = [post.id for ref in where.values() for post in self._posts(ref)]
        assert len(sent) == len(set(sent)), "one post stands for two messages"
        for channel in self.there.site.channels.values():
            for message in channel.messages:
                assert not message.pings or message.type in NOTES, f"{message} calls {message.pings}"
                ours = message.by == self.there.app.id and not message.only_for and message.type not in NOTES
                assert not ours or message.id in sent or self._is_word(message), f"{message} was never sent"

    def _is_read(self, place: str, channels: set[str]) -> None:
        """It came to where it was meant to come, and nobody else reads it there."""
        there = self.where.channel(place)
        assert there is not None, f"nobody knows where {place} is"
        assert channels <= {there.id}, f"what was for {place} came elsewhere"
        if not place.startswith("channel:"):
            assert self.where.reading(there) == self.where.meant_for(place), (
                f"the readers of {place} are others"
            )

    def _is_word(self, message: Standing) -> bool:
        return any(begins({"components": message.components}, key) for key in self.words)

    def _posts(self, ref: str) -> Iterator[Standing]:
        channel, _, ids = ref.partition(":")
        for id in ids.split(","):
            post = self.there.site.channels[channel].find(id)
            assert post is not None, f"{ref} is gone"
            yield post

    def _stands(self, posts: list[Standing], shown: Shown) -> None:
        site, reader = self.there.site, self.there.owner.user
        read = "\n\n".join(plainly(site, reader, post) for post in posts)
        said = meant(shown.message)
        assert same_words(read) == same_words(said), f"{read}\n--- but meant was\n{said}"
        offered = [f"{PRESS}{b.question}:{b.choice}" for part in shown.message.parts for b in part.buttons]
        pressable = [each["custom_id"] for post in posts for each in buttons_of(post)]
        # what two prompts of one message ask alike is answered under one of them: Discord takes no button twice
        assert set(pressable) == set(offered), read
        assert len(pressable) == len(set(offered)), read
        assert links_of(posts) == links_meant(shown.message), read
        files = [(file.name, file.content, file.description) for post in posts for file in post.files]
        assert files == [(file.name, file.content, file.alt) for file in _files(shown.message)]


def buttons_of(message: Standing) -> list[Json]:
    """Every button of ours on a message that can be pressed."""
    every = (one for one in walk(message.components) if one["type"] == BUTTON and not one.get("disabled"))
    return [one for one in every if one.get("custom_id", "").startswith(PRESS)]


def is_ours(message: Standing, app: str) -> bool:
    """Whether Shelfmate wrote it, and not Discord in its name."""
    return message.by == app and message.type not in NOTES


def _files(message: Message) -> list[Attachment]:
    every = (block for part in message.parts for block in part.blocks)
    return [block for block in every if isinstance(block, Attachment)]


def _read_by(who: Person) -> Iterator[str]:
    """All that stands before somebody."""
    for channel in places(who.site, who.user):
        for message in visible(channel, who.user):
            if is_ours(message, who.site.app.id):
                yield plainly(who.site, who.user, message)


def _is_open(who: Person, form: OpenForm, shown: PageShown) -> None:
    """Before the person is a page of this form: what was given stands in it, and what is wrong was said."""
    _, question, *_ = at_the_form.page(who)["custom_id"].split(":")
    assert question == form.question
    asked, stands = at_the_form.asked(who), at_the_form.stands(who)
    if form.errors:
        assert set(asked) <= set(form.errors), who.modal
        wrong = {field.key: " ".join(same_words(field.error)) for field in shown.fields}
        assert all(wrong[key] for key in asked), f"nothing is said of what is wrong: {wrong}"
        for read in _where_errors_stand(who):
            missing = [wrong[key] for key in asked if wrong[key] not in read]
            assert not missing, f"{who.name} never read {missing}:\n{who.screen}"
    else:
        fresh = [field.key for field in forms.page(form, len(asked))]
        assert list(asked) == fresh
        assert stands == {key: tuple(form.filled.get(key, ())) for key in asked}, who.modal


def _where_errors_stand(who: Person) -> Iterator[str]:
    """The page itself, and the message that led to it where one did."""
    yield " ".join(same_words(str(who.modal)))
    led = who.site.interactions[at_the_form.page(who)["from"]]
    if led.message and led.payload["data"]["custom_id"].startswith(PAGE):
        yield " ".join(same_words(plainly(who.site, who.user, led.message)))


def _is_answered(one: Interaction) -> None:
    assert one.answered, f"never answered: {one.payload['data']}"
    assert not one.late, f"answered too late: {one.payload['data']}"


def _is_said_as_always(call: Called) -> None:
    """Whatever is said is laid out by us, calls nobody, whoever typed what stands in it, and is posted once at most."""
    said = call.args if call.name in SAYING else None
    if call.name == "callback" and call.args.get("type") in SAID:
        said = call.args["data"]
    if said is not None:
        assert said.get("allowed_mentions") == {"parse": []}, f"{call.name} may call somebody: {call.args}"
        assert said.get("flags", 0) & LAYOUT, f"{call.name} is not laid out: {call.args}"
    if call.name == "create_message":
        assert call.args.get("nonce"), f"tried again, it would stand there twice: {call.args}"
        assert call.args.get("enforce_nonce"), f"tried again, it would stand there twice: {call.args}"
