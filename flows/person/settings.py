"""Settings: in which language a person is written to, and in which time zone they are told when something is."""

from collections.abc import Iterator
from dataclasses import replace

from babel import Locale

from flows import forms
from flows.events import Submitted
from flows.ids import QuestionId, derived
from flows.messages import At, Field, Form, OpenForm, Option, Say, Sort, Value, Word
from flows.model.people import Person
from flows.model.talk import Question
from flows.person.person_case import FLOW, PersonCase
from flows.person.zones import canonical, label_of, zones, zones_meant
from flows.turn import Turn, does
from flows.typed import Filled, quoted
from flows.wording.formats import locale_of

KIND = "person.settings"
LANGUAGE, ZONE = "language", "zone"
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
    now = {LANGUAGE: (case.person.language,), ZONE: (canonical(case.person.zone),)}
    filled, _ = forms.check(form.fields, now)
    return does(question, OpenForm(question=question.id, form=form, filled=filled))


def _form(case: PersonCase) -> Form:
    places = tuple(Option(zone, label) for zone, label in zones(case.person.language))
    zone = Field(
        key=ZONE,
        sort=Sort.ONE_OF,
        label=Say("person.settings.zone"),
        help=Say("person.settings.zone_help"),
        options=places,
    )
    return Form(
        key="settings", version="1", title=Say("person.settings.title"), fields=(*_languages(case), zone)
    )


def _languages(case: PersonCase) -> Iterator[Field]:
    """Where the program speaks but one, there is nothing to choose."""
    if len(case.program.languages) > 1:
        yield Field(
            key=LANGUAGE,
            sort=Sort.ONE_OF,
            label=Say("person.settings.language"),
            options=tuple(Option(one, language_name(one)) for one in case.program.languages),
        )


def language_name(language: str) -> str:
    """What those who speak it call it."""
    locale = locale_of(language)
    return str(Locale.parse(str(locale)).get_display_name(locale) or language).capitalize()


def settings_sent(case: PersonCase) -> Turn:
    """What was chosen, or typed where there was nothing to choose from."""
    assert isinstance(case.event, Submitted)
    form, sent = _form(case), dict(case.event.values)
    meant = zones_meant("".join(sent.get(ZONE, ())[:1]), case.program.zone, case.person.language)
    if len(meant) == 1:
        sent[ZONE] = meant
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


def _kept(case: PersonCase, clean: Filled) -> Turn:
    person: Person = replace(
        case.person,
        zone=(clean.get(ZONE) or (case.person.zone,))[0],
        zone_chosen=case.person.zone_chosen or clean[ZONE] != (canonical(case.person.zone),),
        language=(clean.get(LANGUAGE) or (case.person.language,))[0],
    )
    said: dict[str, Value] = {
        "zone": label_of(person.zone, person.language),
        "now": At(case.event.now),
        "language": language_name(person.language),
    }
    key = "person.settings.outcome_language" if LANGUAGE in clean else "person.settings.outcome"
    return does(person, Word(said=Say(key, said)))
