"""What one host offers: what is shipped, the packs it switched on, and its own files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from holdfast.domain.instruments import bundled
from holdfast.domain.instruments.definition import Instrument, Use
from holdfast.domain.instruments.parsing import DefinitionRefused, key_in, parse, parse_wording


@dataclass(frozen=True, slots=True)
class Shelf:
    """The instruments of a host."""

    offered: Mapping[str, Instrument]
    """By key: what can be answered here."""
    known: Mapping[tuple[str, str], Instrument]
    """By key and version: what can be scored here, also what is offered no more."""
    refused: tuple[str, ...] = ()
    """What could not be used, each with the file, the field and the reason."""


def stock(packs: Iterable[str], files: Iterable[tuple[str, str]]) -> Shelf:
    """The shelf of a host that switched on these packs and has these files (name, text) of its own."""
    known = {(one.key, one.version): one for one in bundled()}
    wanted = set(packs)
    offered = {one.key: one for one in bundled() if one.use is Use.SHIP or one.pack in wanted}
    refused = [*_packs_refused(wanted)]
    for file, text in sorted(files):
        try:
            found = _own(text, file, offered)
        except DefinitionRefused as refusal:
            refused.append(str(refusal))
            continue
        known[found.key, found.version] = found
        if found.use is not Use.PACK or found.pack in wanted:
            offered[found.key] = found
    return Shelf(offered, known, tuple(refused))


def _packs_refused(wanted: set[str]) -> Iterable[str]:
    packs = {one.pack: one for one in bundled() if one.pack}
    for name in sorted(wanted - set(packs)):
        yield f"HOLDFAST_PACKS: {name!r} is none of {', '.join(sorted(packs))}"
    keys = [packs[name].key for name in sorted(wanted & set(packs))]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield f"HOLDFAST_PACKS: two versions of {key} are switched on; keep one"


def _own(text: str, file: str, offered: Mapping[str, Instrument]) -> Instrument:
    """Words for what we know how to score, or an instrument of the host's own."""
    ours = {one.key: one for one in bundled()} | dict(offered)
    if key_in(text, file) in ours:
        return parse_wording(text, file, ours)
    found = parse(text, file)
    return replace(found, use=Use.OWN, pack="")
