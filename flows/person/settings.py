"""Settings: in which language and where a person is written to, by which clock, and how a partner may reach them elsewhere."""

from collections.abc import Iterator
from dataclasses import replace

from babel import Locale

from flows import forms
from flows.asking import asked_about, closes
from flows.events import Event, Submitted
from flows.ids import QuestionId, derived
from flows.messages import Field, Form, OpenForm, Option, Say, Sort, Value, Word
from flows.model.people import Account, Person
from flows.model.talk import Question
from flows.person.guessing import KIND as GUESS
from flows.person.person_case import FLOW, PersonCase, standing_needs
from flows.person.reach import FIELD, REACH, passed_on
from flows.person.zones import canonical, clock_now, label_of, zones, zones_meant
from flows.platforms import called, platforms_of
from flows.situation import Find, Need, Situation, find
from flows.turn import NOTHING, Turn, does
from flows.typed import Filled, quoted
from flows.wording.formats import locale_of

KIND = "person.settings"
LANGUAGE, ZONE, WHERE = "language", "zone", "reached_by"
SAID_BACK = 3
"""How many places are named where several may be meant."""


def settings(case: PersonCase) -> Turn:
    """The form, as things stand."""
    question = Question(
        id=QuestionId(derived("settings", case.person.id)),
        flow=FLOW,
        kind=KIND,
        subject=case.person.id,
        audience=case.person.id,
        program=case.program.id,
        choices=("settings",),
        sticky=True,
    )
    form = _form(case)
    person = case.person
    now = {
        LANGUAGE: (person.language,),
        ZONE: (canonical(person.zone),),
        REACH: (person.reach,) if person.reach else (),
        WHERE: (person.reached_by,),
    }
    filled, _ = forms.check(form.fields, now)
    return does(question, OpenForm(question=question.id, form=form, filled=filled))


def _form(case: PersonCase) -> Form:
    fixed = canonical(case.person.zone)
    offered = dict(zones(case.person.language))
    offered.setdefault(fixed, label_of(fixed, case.person.language))
    places = tuple(Option(zone, label) for zone, label in offered.items())
    zone = Field(
        key=ZONE,
        sort=Sort.ONE_OF,
        label=Say("person.settings.zone"),
        help=Say("person.settings.zone_help"),
        options=places,
    )
    fields = (*_languages(case), zone, FIELD, *_platforms(case))
    return Form(key="settings", version="2", title=Say("person.settings.title"), fields=fields)


def _languages(case: PersonCase) -> Iterator[Field]:
    """Where the program speaks but one, there is nothing to choose."""
    if len(case.program.languages) > 1:
        yield Field(
            key=LANGUAGE,
            sort=Sort.ONE_OF,
            label=Say("person.settings.language"),
            options=tuple(Option(one, language_name(one)) for one in case.program.languages),
        )


def _platforms(case: PersonCase) -> Iterator[Field]:
    """Where they have one account only, there is nothing to choose."""
    there = platforms_of(case.situation.find(accounts_of(case.person)))
    if len(there) > 1:
        yield Field(
            key=WHERE,
            sort=Sort.ONE_OF,
            label=Say("person.settings.reached_by"),
            options=tuple(Option(platform, called(platform)) for platform in there),
        )


def accounts_of(person: Person) -> Find[Account]:
    """The look-up for all by which they are known."""
    return find(Account, person=person.id)


def settings_needs(event: Event, known: Situation) -> Need:
    """Where they stand, their accounts, and what is asked of themselves."""
    first = standing_needs(event, known)
    if known.actor is None:
        return first
    return (*first, accounts_of(known.actor), asked_about(known.actor.id))


def language_name(language: str) -> str:
    """What those who speak it call it."""
    locale = locale_of(language)
    return str(Locale.parse(str(locale)).get_display_name(locale) or language).capitalize()


def settings_sent(case: PersonCase) -> Turn:
    """What was chosen, or typed where there was nothing to choose from."""
    assert isinstance(case.event, Submitted)
    form, sent = _form(case), dict(case.event.values)
    typed = "".join(sent.get(ZONE, ())[:1])
    meant = zones_meant(typed, case.program.zone, case.person.language, now=case.event.now)
    if len(meant) == 1:
        sent[ZONE] = meant
        form = _with(form, meant[0], case.person.language)
    clean, errors = forms.check(form.fields, sent)
    if errors:
        wrong = {**errors, ZONE: _which(case, sent, meant)} if ZONE in errors and sent.get(ZONE) else errors
        return does(OpenForm(question=case.event.question, form=form, filled=sent, errors=wrong))
    return _kept(case, clean)


def _which(case: PersonCase, sent: Filled, meant: tuple[str, ...]) -> Say:
    if not meant:
        return Say("person.settings.unknown", {"found": quoted(sent[ZONE][0])})
    named = ", ".join(label_of(zone, case.person.language) for zone in meant[:SAID_BACK])
    return Say("person.settings.several", {"count": len(meant), "places": named})


def _with(form: Form, zone: str, language: str) -> Form:
    """The form with one more zone to choose: one of those that have no place."""
    more = Option(zone, label_of(zone, language))
    fields = tuple(
        replace(field, options=(*field.options, more)) if field.key == ZONE else field
        for field in form.fields
    )
    return replace(form, fields=fields)


def _kept(case: PersonCase, clean: Filled) -> Turn:
    zone = (clean.get(ZONE) or (case.person.zone,))[0]
    person: Person = replace(
        case.person,
        zone=zone,
        zone_chosen=case.person.zone_chosen or canonical(zone) != canonical(case.person.zone),
        zone_asked=None,
        language=(clean.get(LANGUAGE) or (case.person.language,))[0],
        reach="".join(clean.get(REACH, (case.person.reach,))),
        reached_by=(clean.get(WHERE) or (case.person.reached_by,))[0],
    )
    named = label_of(person.zone, person.language)
    said: dict[str, Value] = {
        "zone": named,
        "now": clock_now(case.event.now, person.zone, locale_of(person.language)),
        "language": language_name(person.language),
    }
    key = "person.settings.outcome_language" if LANGUAGE in clean else "person.settings.outcome"
    return does(person, Word(said=Say(key, said)), _guess_answered(case, named), _told(case, person))


def _guess_answered(case: PersonCase, zone: str) -> Turn:
    """Where they were asked whether a guess is right, this is the answer."""
    asked = case.situation.find(asked_about(case.person.id))
    said = Say("person.zone.outcome_other", {"zone": zone})
    return does([closes(one, said, case.person.id) for one in asked if one.kind == GUESS])


def _told(case: PersonCase, person: Person) -> Turn:
    """Whoever is in a pair with them has what they chose to share, as soon as they change it."""
    if not person.reach or person.reach == case.person.reach:
        return NOTHING
    program, event = case.program, case.event
    return does([passed_on(event, pair, program, person, case.partner(pair)) for pair in case.running])
