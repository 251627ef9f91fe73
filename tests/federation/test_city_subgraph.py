"""The city's graph by itself: what it adds to the hub's studios, and what it keeps from strangers."""

from __future__ import annotations

from datetime import date
from typing import Any

from examples.city_subgraph.caller import CityCaller
from examples.city_subgraph.graph import Asked, schema
from examples.city_subgraph.links import Links
from examples.city_subgraph.rooms import HalfDay, ledger

LINKS = Links(hub_of={"SL-GZS-001": "stu_1", "SL-GZS-002": "stu_2"})
CITY = CityCaller(subject="shangluo-graph", of_city=True)
STRANGER = CityCaller()
OF_STUDIO = """
query ($asked: [_Any!]!) {
  _entities(representations: $asked) { ... on Studio { cityNumber bookings { edges { node { topic } } } } }
}
"""


def ask(query: str, *, caller: CityCaller = STRANGER, **variables: Any) -> Any:
    """The answer of the city's graph, which must be without errors."""
    asked = Asked(caller=caller, ledger=ledger(), links=LINKS)
    result = schema.execute_sync(query, variable_values=variables, context_value=asked)
    assert result.errors is None
    return result.data


def studio(hub_id: str) -> list[dict[str, str]]:
    return [{"__typename": "Studio", "id": hub_id}]


def test_a_studio_of_the_hub_gets_the_bookings_of_the_city() -> None:
    answer = ask(OF_STUDIO, asked=studio("stu_1"))

    assert answer["_entities"] == [
        {"cityNumber": "SL-GZS-001", "bookings": {"edges": [{"node": {"topic": "专题协商准备会"}}]}}
    ]


def test_a_studio_the_city_does_not_know_has_no_bookings() -> None:
    answer = ask(OF_STUDIO, asked=studio("stu_999"))

    assert answer["_entities"] == [{"cityNumber": None, "bookings": {"edges": []}}]


def test_a_booking_of_a_studio_the_hub_does_not_hold_has_no_studio() -> None:
    answer = ask(
        '{ known: booking(number: "YY0020") { studio { id } } new: booking(number: "YY0040") { studio { id } } }'
    )

    assert answer == {"known": {"studio": {"id": "stu_2"}}, "new": {"studio": None}}


def test_only_the_city_sees_whom_to_call_about_a_booking() -> None:
    query = '{ booking(number: "YY0020") { contact { phone } } }'

    assert ask(query, caller=CITY) == {"booking": {"contact": {"phone": "13900000402"}}}
    assert ask(query, caller=STRANGER) == {"booking": {"contact": None}}


def test_the_citys_own_node_still_finds_its_objects() -> None:
    [first] = ask("{ meetingRooms(first: 1) { edges { node { id name } } } }")["meetingRooms"]["edges"]

    answer = ask("query ($id: ID!) { node(id: $id) { id ... on MeetingRoom { name } } }", id=first["node"]["id"])

    assert answer["node"] == first["node"]


def test_a_body_is_joined_by_its_code_alone() -> None:
    query = "query ($asked: [_Any!]!) { _entities(representations: $asked) { ... on Body { meetingRooms { name } } } }"

    answer = ask(query, asked=[{"__typename": "Body", "code": "611000"}, {"__typename": "Body", "code": "610000"}])

    rooms = [body["meetingRooms"] for body in answer["_entities"]]
    assert rooms[0][0] == {"name": "市政协第一会议室"}
    assert rooms[1] == []


def test_a_half_day_that_is_taken_is_not_offered_and_weekends_never_are() -> None:
    thursday, saturday = date(2026, 10, 8), date(2026, 10, 10)

    offered = ledger().openings("SL-GZS-002", start=thursday, days=1)
    weekend = ledger().openings("SL-GZS-002", start=saturday, days=2)

    assert [one.half for one in offered] == [HalfDay.AFTERNOON]
    assert weekend == []
