"""What is typed to ask for help, and how mistakes are answered. Nothing that was typed is ever lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.asks.actions import AskFacts, SlotFacts
from holdfast.asks.models import Answer, Ask, Slot
from holdfast.asks.wording import NOW, ONCE, REPEAT, SEVERAL, TEMPLATES, WHENS
from holdfast.asks.words import DIAL
from holdfast.domain.asks.dates import Every, answer_needed_by, repeated
from holdfast.domain.asks.kinds import Kind
from holdfast.supporters.models import Agreement
from holdfast.web.forms import DayInput, offer

MOST_ROWS = 20
MOST_PLACES = 20
MOST_SLOTS = 120
ROWS = 3
FARTHEST = timedelta(days=731)
MORNING, EVENING = time(9), time(20)
"""Where no hour is said: any time of the day."""


def _time(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M"))


def _date(label: Any) -> forms.DateField:
    widget = DayInput()
    return forms.DateField(label=label, required=False, widget=widget, validators=[not_too_far])


def not_too_far(day: date) -> None:
    """Nobody plans help for another century, and no calendar goes on for ever."""
    if day.toordinal() > timezone.localdate().toordinal() + FARTHEST.days:
        raise ValidationError(_("Enter a day within the next two years."))


def _people(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=MOST_PLACES, required=False)


class SlotForm(forms.Form):
    """One of several days."""

    on = _date(gettext_lazy("Day"))
    begins = _time(gettext_lazy("From"))
    ends = _time(gettext_lazy("Until"))
    label = forms.CharField(label=gettext_lazy("What"), max_length=120, required=False)
    people = _people(gettext_lazy("How many people"))

    def clean(self) -> dict[str, Any]:
        """Either nothing, or a day that is not over."""
        typed = super().clean() or {}
        if any(typed.get(name) for name in ("begins", "ends", "label")) and not typed.get("on"):
            self._say("on", _("Enter the day."))
        return typed

    def _say(self, name: str, words: str) -> None:
        if name not in self.errors:
            self.add_error(name, words)

    def facts(self) -> SlotFacts | None:
        """The turn that was typed; None for an empty row."""
        typed = self.cleaned_data
        if not typed.get("on"):
            return None
        starts_at, ends_at = _span(typed["on"], typed["begins"], typed["ends"])
        return SlotFacts(typed["label"], starts_at, ends_at, typed["people"] or 1)


class AskForm(forms.Form):
    """One ask of one kind."""

    text = forms.CharField(
        label=gettext_lazy("What you ask, in your words"),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("Write what you ask. One sentence is enough.")},
    )
    when = forms.ChoiceField(label=gettext_lazy("When?"), widget=forms.RadioSelect)
    on = _date(gettext_lazy("Day"))
    begins = _time(gettext_lazy("From"))
    ends = _time(gettext_lazy("Until"))
    """Both may stay empty: any time of that day."""
    every = forms.ChoiceField(
        label=gettext_lazy("How often?"),
        choices=[(Every.WEEK.value, gettext_lazy("Every week")), (Every.DAY.value, gettext_lazy("Every day"))],
        required=False,
        widget=forms.RadioSelect,
        initial=Every.WEEK.value,
    )
    until = _date(gettext_lazy("Last day"))
    people = _people(gettext_lazy("How many people would help? Empty is one"))
    parts = forms.CharField(max_length=600, required=False, widget=forms.Textarea({"rows": 3}))
    place = forms.CharField(max_length=300, required=False)
    bring = forms.CharField(max_length=1000, required=False, widget=forms.Textarea({"rows": 3}))
    preferences = forms.CharField(
        label=gettext_lazy("What you would like"),
        help_text=gettext_lazy("Such as: please call, do not text. Someone who likes dogs."),
        max_length=300,
        required=False,
    )
    answer_on = _date(gettext_lazy("An answer by: day"))
    answer_at = _time(gettext_lazy("An answer by: hour"))
    dial = forms.TypedChoiceField(
        label=gettext_lazy("How many people to ask"),
        choices=list(DIAL.items()),
        coerce=int,
        initial=0,
        widget=forms.RadioSelect,
        required=False,
        empty_value=0,  # type: ignore[arg-type]  # the stubs know texts only
    )
    left_out = forms.MultipleChoiceField(
        label=gettext_lazy("Leave out this time"),
        help_text=gettext_lazy("They are not asked, and they do not learn of it."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    only = forms.MultipleChoiceField(
        label=gettext_lazy("Ask only"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, kind: Kind, circle: Iterable[Agreement], now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.now = kind, now
        self.circle = {str(one.pk): one for one in circle}
        self.template = TEMPLATES[kind]
        self._shape()

    @classmethod
    def going_on(cls, data: Any, *, kind: Kind, circle: Iterable[Agreement], now: datetime) -> AskForm:
        """What was typed, not checked yet, with a starter's words or with more rows."""
        count = _number(data.get("turns", ""), ROWS) + (2 if data.get("step") == "more" else 0)
        form = cls(initial=_beginning(cls, data), kind=kind, circle=circle, now=now)
        form.rows = [
            SlotForm(initial=_beginning(SlotForm, data, f"turn-{row}-"), prefix=f"turn-{row}")
            for row in range(min(MOST_ROWS, count))
        ]
        form.initial = {**form.initial, **cls.starter(kind, str(data.get("step", "")).removeprefix("words-"))}
        return form

    @classmethod
    def like(cls, ask: Ask, *, circle: Iterable[Agreement], now: datetime) -> AskForm:
        """What an ask said, as the beginning of a new one."""
        slots = list(ask.slots.order_by("position", "pk"))
        left_out = [str(pk) for pk in ask.left_out.values_list("pk", flat=True)]
        only = [str(pk) for pk in ask.only.values_list("pk", flat=True)]
        initial = {**words_of(ask), "dial": ask.dial, "left_out": left_out, "only": only, **_when(slots)}
        form = cls(initial=initial, kind=Kind(ask.kind), circle=circle, now=now)
        if len(slots) > 1:
            form.rows = [
                SlotForm(initial=_row(slot), prefix=f"turn-{number}") for number, slot in enumerate(slots[:MOST_ROWS])
            ]
        return form

    @staticmethod
    def starter(kind: Kind, number: str) -> dict[str, str]:
        """The words of one of the starters, 1 … ; nothing for another number."""
        starters = TEMPLATES[kind].starters
        chosen = _number(number, 0)
        return {"text": str(starters[chosen - 1])} if 1 <= chosen <= len(starters) else {}

    def _shape(self) -> None:
        """Only what this kind asks for."""
        template = self.template
        self.fields["text"].help_text = template.hint
        self._choose("when", [(when, WHENS[when]) for when in template.whens])
        self.fields["when"].initial = template.whens[0]
        for name, label in (("place", template.place), ("bring", template.bring), ("parts", template.parts)):
            if label:
                self.fields[name].label = label
            else:
                del self.fields[name]
        names = [(key, one.tie.name) for key, one in self.circle.items()]
        for name in ("left_out", "only"):
            self._choose(name, names)

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        offer(self, name, choices)

    @cached_property
    def rows(self) -> list[SlotForm]:
        """Rows for several days: those that were typed, or a few to begin with."""
        count = min(MOST_ROWS, _number(self.data.get("turns", ""), ROWS)) if self.is_bound else ROWS
        data = self.data if self.is_bound else None
        return [SlotForm(data, prefix=f"turn-{number}") for number in range(count)]

    @property
    def has_several(self) -> bool:
        """Whether this kind can be asked for several days at once."""
        return SEVERAL in self.template.whens

    def clean(self) -> dict[str, Any]:
        """Days and hours that fit together and are not over."""
        typed = super().clean() or {}
        for name, words in self._wrong(typed):
            if name not in self.errors:
                self.add_error(name, words)
        return typed

    def _wrong(self, typed: Mapping[str, Any]) -> Iterator[tuple[str | None, str]]:
        when = typed.get("when")
        if when in (ONCE, REPEAT):
            yield from self._wrong_day(typed)
        if when == REPEAT:
            yield from self._wrong_end(typed)
        if when == SEVERAL:
            yield from self._wrong_rows()
        yield from self._wrong_answer(typed)
        yield from self._too_many(typed)

    def _too_many(self, typed: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Parts on every day of a row of days: each is a turn that somebody has to read."""
        if typed.get("when") == REPEAT and typed.get("on") and typed.get("until"):
            days = repeated(_moment(typed["on"], MORNING), Every(typed.get("every") or Every.WEEK), typed["until"])
            if len(days) * self._parts(typed) > MOST_SLOTS:
                yield "until", _("That is too much for one ask. Enter an earlier last day.")
        elif self._parts(typed) > MOST_SLOTS:
            yield "parts", _("That is too much for one ask. Enter fewer lines.")

    @staticmethod
    def _parts(typed: Mapping[str, Any]) -> int:
        return max(1, sum(1 for line in typed.get("parts", "").splitlines() if line.strip()))

    def _wrong_day(self, typed: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        if not typed.get("on"):
            yield "on", _("Enter the day.")
        elif typed["on"] < timezone.localdate(self.now):
            yield "on", _("Enter today or a day to come.")
        elif _is_over(*_span(typed["on"], typed.get("begins"), typed.get("ends")), self.now):
            yield "begins", _("That hour is over. Enter a later one.")

    def _wrong_end(self, typed: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        if not typed.get("until"):
            yield "until", _("Enter the last day.")
        elif typed.get("on") and typed["until"] < typed["on"]:
            yield "until", _("Enter a day after the first one.")

    def _wrong_rows(self) -> Iterator[tuple[None, str]]:
        fine = [row.is_valid() for row in self.rows]
        if not all(fine):
            yield None, _("One of the days needs a second look.")
        elif not any(row.facts() for row in self.rows):
            yield None, _("Enter at least one day.")
        elif any(_is_over(facts.starts_at, facts.ends_at, self.now) for row in self.rows if (facts := row.facts())):
            yield None, _("One of the days is over. Enter a day to come.")

    def _wrong_answer(self, typed: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        if typed.get("answer_at") and not typed.get("answer_on"):
            yield "answer_on", _("Enter the day too.")
        elif typed.get("answer_on") and self._said_answer(typed) <= self.now:
            yield "answer_on", _("That moment is over. Enter a later one.")

    @staticmethod
    def _said_answer(typed: Mapping[str, Any]) -> datetime:
        return _moment(typed["answer_on"], typed.get("answer_at") or time(20, 0))

    def facts(self) -> AskFacts:
        """What is asked."""
        said = self.cleaned_data
        slots = tuple(self._slots())
        first = min((slot.starts_at for slot in slots if slot.starts_at), default=None)
        by = self._said_answer(said) if said.get("answer_on") else answer_needed_by(self.kind, self.now, first)
        return AskFacts(
            kind=self.kind,
            text=said["text"],
            place=said.get("place", ""),
            bring=said.get("bring", ""),
            preferences=said["preferences"],
            answer_by=by,
            dial=said["dial"],
            slots=slots,
            left_out=tuple(self.circle[key] for key in said["left_out"]),
            only=tuple(self.circle[key] for key in said["only"]),
        )

    def _slots(self) -> Iterator[SlotFacts]:
        said = self.cleaned_data
        if said["when"] == SEVERAL:
            yield from sorted(filter(None, (row.facts() for row in self.rows)), key=_order)
            return
        parts = [line.strip() for line in said.get("parts", "").splitlines() if line.strip()] or [""]
        for starts_at, ends_at in self._times():
            for part in parts:
                yield SlotFacts(part, starts_at, ends_at, said["people"] or 1)

    def _times(self) -> list[tuple[datetime | None, datetime | None]]:
        said = self.cleaned_data
        if said["when"] == NOW:
            return [(None, None)]
        starts_at, ends_at = _span(said["on"], said["begins"], said["ends"])
        if said["when"] == ONCE:
            return [(starts_at, ends_at)]
        length = ends_at - starts_at if ends_at else None
        moments = repeated(starts_at, Every(said["every"] or Every.WEEK), said["until"])
        return [(moment, moment + length if length is not None else None) for moment in moments]


def words_of(ask: Ask) -> dict[str, Any]:
    """What an ask said in words."""
    return {"text": ask.text, "place": ask.place, "bring": ask.bring, "preferences": ask.preferences}


def _when(slots: list[Slot]) -> dict[str, Any]:
    if len(slots) > 1:
        return {"when": SEVERAL}
    first = slots[0] if slots else None
    return {"when": ONCE, **_row(first)} if first and first.starts_at else {"when": NOW}


def _row(slot: Slot) -> dict[str, Any]:
    begins = timezone.localtime(slot.starts_at) if slot.starts_at else None
    ends = timezone.localtime(slot.ends_at) if slot.ends_at else None
    found: dict[str, Any] = {"label": slot.label, "people": slot.places}
    if begins:
        found |= {"on": begins.date(), "begins": begins.time()}
    return {**found, "ends": ends.time()} if ends else found


def _number(text: str, other: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else other


def _beginning(form: type[forms.Form], data: Any, prefix: str = "") -> dict[str, Any]:
    fields = form.base_fields.items()
    return {name: field.widget.value_from_datadict(data, {}, prefix + name) for name, field in fields}


def _order(slot: SlotFacts) -> datetime:
    return slot.starts_at or datetime.max.replace(tzinfo=timezone.get_current_timezone())


def _is_over(starts_at: datetime | None, ends_at: datetime | None, now: datetime) -> bool:
    last = ends_at or starts_at
    return last is not None and last <= now


def _moment(on: date, at: time) -> datetime:
    """This hour of the person's own wall clock."""
    return datetime.combine(on, at, tzinfo=timezone.get_current_timezone())


def _span(on: date, begins: time | None, ends: time | None) -> tuple[datetime, datetime | None]:
    """Beginning and end. Without an hour it is any time of that day; an end before the beginning is on the next day."""
    if begins is None:
        return _moment(on, MORNING), _moment(on, ends if ends and ends > MORNING else EVENING)
    starts_at = _moment(on, begins)
    if ends is None:
        return starts_at, None
    ends_at = _moment(on, ends) if ends > begins else _moment(on, ends) + timedelta(days=1)
    if ends_at.astimezone(UTC) <= starts_at.astimezone(UTC):
        return starts_at, None  # an hour that a clock change leaves out
    return starts_at, ends_at


class ChangeForm(forms.Form):
    """What is different now; told once to those involved."""

    text = forms.CharField(
        label=gettext_lazy("What you ask, in your words"), max_length=1000, widget=forms.Textarea({"rows": 4})
    )
    place = forms.CharField(label=gettext_lazy("Where?"), max_length=300, required=False)
    bring = forms.CharField(
        label=gettext_lazy("What to bring or to know"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    preferences = forms.CharField(label=gettext_lazy("What you would like"), max_length=300, required=False)


class DialForm(forms.Form):
    """How many people to ask."""

    dial = forms.TypedChoiceField(
        label=gettext_lazy("How many people to ask"), choices=list(DIAL.items()), coerce=int, widget=forms.RadioSelect
    )


class WishesForm(DialForm):
    """How the person asks."""

    with_money = forms.BooleanField(
        label=gettext_lazy("I may want to ask for help with money"),
        help_text=gettext_lazy("Off, “Money” is not among the kinds."),
        required=False,
    )

    field_order: tuple[str, ...] = ("dial", "with_money")


class OwnAnswerForm(forms.Form):
    """What somebody said whom the person asked themselves."""

    tie = forms.UUIDField()
    said = forms.ChoiceField(choices=[(Answer.YES.value, ""), (Answer.NO.value, ""), (Answer.LATER.value, "")])


class ThanksForm(forms.Form):
    """Thanks for one promise, and a note that only the person reads."""

    note = forms.CharField(label=gettext_lazy("How was it? A note only for you"), max_length=300, required=False)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, as hidden fields of the next page."""

    fields: tuple[tuple[str, str], ...] = field(default=())


def typed(data: Any) -> Typed:
    """Every field of a form that was sent, but its token and its button."""
    skipped = {"csrfmiddlewaretoken", "step"}
    return Typed(tuple((name, value) for name, values in data.lists() if name not in skipped for value in values))
