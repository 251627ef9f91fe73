"""One studio's rows as the facts that rules are judged by; what no row tells is unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from hub.domain.compliance_facts import Subject
from hub.domain.standard_words import StructureKind
from hub.domain.structure_facts import StudioFacts
from hub.domain.words import Mode, ResidencyRole, SeatStatus, StudioType

Row = Mapping[str, Any]  # column values of any type

LOCAL_CHAIR = "当地政协主席"
"""How the standards word the post of the convener of a provincial prefecture studio (R-30)."""

_PLACE_ENDINGS = re.compile(r"(?<=..)(省|自治州|地区|市|自治县|县|区|街道|镇|乡|社区|村|界)$")
_BETWEEN_POSTS = re.compile(r"[、，,；;/\s]+")


@dataclass(frozen=True, kw_only=True)
class Known:
    """The rows that tell of one studio."""

    studio: Row
    bodies: tuple[str, ...]
    people: Sequence[Row]
    seats: Mapping[str, Sequence[Row]]
    studios_of: Mapping[str, int]
    in_area: int | None
    sectors: tuple[str, ...]
    local_body: str | None
    reasons: tuple[str, ...]
    venues: Sequence[Row]
    plaques: Sequence[Row]
    presences: Sequence[Row]


def subject_of(known: Known, *, on: date) -> Subject:
    """A studio as it is judged on a day."""
    studio = known.studio
    people = [one for one in known.people if _holds(one, on)]
    heads = [one for one in people if one["role"] in (ResidencyRole.CONVENER, ResidencyRole.HEAD)]
    return Subject(
        facts=_facts(known, people),
        bodies=known.bodies,
        founded=studio["approved_on"] or studio["plaqued_on"] or studio["opened_on"],
        reasons=_reasons(known, people),
        heads=len(heads) if known.people else None,
        duty_list=studio["duty_list"],
        duty_plan=studio["duty_plan"],
        summary_sent=True if studio["summary_submitted_on"] is not None else None,
    )


def _facts(known: Known, people: Sequence[Row]) -> StudioFacts:
    roster = {one["member_id"] for one in people if _is_resident(one)}
    conveners = [one for one in people if one["role"] is ResidencyRole.CONVENER]
    liaisons = [one for one in people if one["role"] is ResidencyRole.LIAISON]
    facts = replace(
        _furnished(known),
        guided_by_conveners_committee=_guided(conveners, known),
        published_fields=_published(known.studio, [one for one in people if _is_resident(one)]),
    )
    if not known.people:
        return facts
    posts = _posts(conveners, known)
    return replace(
        facts,
        residents=len(roster),
        conveners=_persons(conveners),
        conveners_on_roster=all(one["member_id"] is not None for one in conveners) if conveners else None,
        convener_posts=posts,
        convened_by_local_chair=None if posts is None else LOCAL_CHAIR in posts,
        liaisons=_persons(liaisons),
        most_studios_of_a_member=max((known.studios_of.get(one, 1) for one in roster), default=0),
    )


def _furnished(known: Known) -> StudioFacts:
    """What is known of a studio without its people."""
    studio = known.studio
    code, party_unit = studio["division_code"], studio["party_unit_kind"]
    regional = studio["type"] is StudioType.REGIONAL
    return StudioFacts(
        type=studio["type"],
        name=studio["name"],
        level=studio["level"],
        mode=studio["mode"],
        legacy=studio["legacy"],
        name_bases=name_bases(studio, known.sectors),
        brand_element=studio["brand_element"],
        division_code=None if code is None else f"{code[:4]}00",
        area=studio["area"],
        based_on=studio["based_on"],
        sectors=known.sectors or None,
        named_after_member=studio["named_after_id"] is not None or studio["type"] is StudioType.PERSONAL,
        regional_in_area=known.in_area if regional and studio["area"] else None,
        founded_offline=True if studio["mode"] is not Mode.ONLINE else None,
        has_venue=_any(venue["is_fixed"] for venue in known.venues),
        has_own_room=_any(venue["has_own_room"] for venue in known.venues),
        has_plaque=_plaque(known.plaques),
        wall_items=_listed(item for venue in known.venues for item in venue["wall_items"]),
        party_units=None if party_unit is None else (party_unit,),
        brand=studio["brand"],
        managing_department=studio["managing_department"] or studio["body_department"],
        has_guiding_committee=True if studio["committee_id"] is not None else None,
        work_systems=_listed(studio["work_systems"]),
        has_annual_plan=None if studio["annual_plan"] is None else bool(studio["annual_plan"]),
        publication_channels=_listed(studio["public_channels"]),
        platforms=_platforms(known),
    )


def _holds(person: Row, on: date) -> bool:
    begun = person["starts_on"] is None or person["starts_on"] <= on
    return begun and (person["ends_on"] is None or on < person["ends_on"])


def _is_resident(person: Row) -> bool:
    return person["member_id"] is not None and person["role"] in (ResidencyRole.RESIDENT, ResidencyRole.CONVENER)


def _persons(rows: Sequence[Row]) -> int:
    return len({one["member_id"] or one["id"] for one in rows})


def _any(told: Iterable[bool | None]) -> bool | None:
    """Yes where one says so; no where all say no; unknown where nothing is said."""
    given = list(told)
    if any(given):
        return True
    return False if given and None not in given else None


def _plaque(plaques: Sequence[Row]) -> bool | None:
    hanging = [one["displayed_prominently"] for one in plaques if one["removed_on"] is None]
    return False if plaques and not hanging else _any(hanging)


def _listed(given: Iterable[str]) -> tuple[str, ...] | None:
    """An empty list says that nobody filled it in, not that there is nothing."""
    return tuple(dict.fromkeys(given)) or None


def _platforms(known: Known) -> tuple[str, ...] | None:
    seats = tuple(str(one["platform"]) for one in known.presences if one["left_on"] is None)
    return seats or (() if known.studio["mode"] is Mode.OFFLINE else None)


def _published(studio: Row, residents: Sequence[Row]) -> tuple[str, ...] | None:
    if not studio["published"]:
        return ()
    shown = {
        "主要职能": bool(studio["functions"]),
        "驻室委员照片": bool(residents) and all(one["photo"] and one["member_published"] for one in residents),
        "职务": bool(residents) and all(one["post"] and one["member_published"] for one in residents),
        "专业特长": bool(residents) and all(one["expertise"] and one["member_published"] for one in residents),
        "值班计划": bool(studio["duty_plan"]),
    }
    # What is not on record here may be published elsewhere.
    return tuple(shown) if all(shown.values()) else None


def _guided(conveners: Sequence[Row], known: Known) -> bool | None:
    committee, owner = known.studio["committee_id"], known.studio["owner_body_id"]
    theirs = {
        seat["committee_id"]
        for one in conveners
        for seat in known.seats.get(one["member_id"], ())
        if seat["body_id"] == owner and seat["committee_id"] is not None
    }
    return None if committee is None or not theirs else committee in theirs


def _posts(conveners: Sequence[Row], known: Known) -> tuple[str, ...] | None:
    """The conveners' posts, that of the local chair in the standards' words; unknown where none is on record.

    Nor is anything known where nobody knows which CPPCC the local one is: another place's chair is no local chair.
    """
    if known.local_body is None:
        return None
    found = []
    for one in conveners:
        seated = {
            seat["code"] for seat in known.seats.get(one["member_id"], ()) if seat["seat_status"] is SeatStatus.SERVING
        }
        city = f"{(known.studio['division_code'] or '')[:4]}00"
        if is_chair(one["post"], known.local_body, seated=city in seated):
            found.append(LOCAL_CHAIR)
        elif one["post"]:
            found.append(f"职务：{one['post']}")
    return tuple(found) if found or not conveners else None


def is_chair(post: str | None, body: str, *, seated: bool) -> bool:
    """Whether one of a person's posts is the chair of this body, named or, for who sits there, not."""
    place = body.removesuffix("政协")
    names = {place, _PLACE_ENDINGS.sub("", place)}
    for one in _BETWEEN_POSTS.split(post or ""):
        chairs = "政协" in one and one.endswith("主席") and not one.endswith("副主席")
        if chairs and (any(name in one for name in names) or (seated and one.startswith("政协"))):
            return True
    return False


def name_bases(studio: Row, sectors: Sequence[str]) -> tuple[str, ...] | None:
    """What the rules let a studio's name begin with, in full and short; unknown where nothing is on record."""
    if studio["type"] is StudioType.SECTOR:
        told = list(sectors)
    elif studio["type"] is StudioType.REGIONAL:
        told = [one for one in (studio["area"], studio["based_on"], studio["host_area"]) if one]
        place = studio["division_name"]
        if place and (told or studio["name"].startswith(_short(place))):
            told.append(place)
    else:
        told = [one for one in (studio["industry"], studio["based_on"], studio["host_unit"]) if one]
    names = dict.fromkeys(name for one in told for name in (one, _short(one)))
    return tuple(names) or None


def _short(name: str) -> str:
    return _PLACE_ENDINGS.sub("", name)


def _reasons(known: Known, people: Sequence[Row]) -> dict[StructureKind, str]:
    applied = "；".join(dict.fromkeys(known.reasons))
    found = {} if not applied else dict.fromkeys(StructureKind, applied)
    own = dict.fromkeys(str(one["exception_reason"]) for one in people if one["exception_reason"])
    found.pop(StructureKind.STUDIOS_PER_MEMBER, None)
    if own:
        found[StructureKind.STUDIOS_PER_MEMBER] = "；".join(own)
    return found
