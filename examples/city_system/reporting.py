"""Reporting a quarter: what is owed, what the hub has computed, the push, and the receipt as a file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from examples.city_system.ledger import Ledger, Place
from examples.city_system.sending import NoAnswer, Sender

_PAGE = 500
_CHINA = timezone(timedelta(hours=8))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

OWED = """query ($period: String!, $report: String!) {
  viewer { bodyCode }
  obligations(first: 2, where: { period: { label: { eq: $period } , definitionCode: { eq: $report } } }) { nodes {
    id status dueEffective body { code }
    versions(first: 1, orderBy: [{ number: DESC }]) { nodes { id number status units } } } } }"""
RECOMPUTE = """mutation ($id: ID!) { done: recomputeRollup(input: { obligationId: $id }) {
  ... on RollupVersion { id } ... on Refused { code message } } }"""
LINES = """query ($version: ID!, $after: String, $page: Int!) { node(id: $version) { ... on RollupVersion {
  lines(first: $page, after: $after) { nodes { indicator firstKey secondKey computed unit { code } }
    pageInfo { hasNextPage endCursor } } } } }"""
PUSH = """mutation ($input: PushRollupInput!, $key: String!) { done: pushRollup(input: $input, requestKey: $key) {
  ... on PushAttempt { id outcome findings version { id number status obligation { receipts(first: 100) { nodes {
    number digest digestAlgorithm receivedAt onTime findings auditRoot seal keyId signature
    version { id number } obligation { id period { label } } body { code } } } } } }
  ... on Refused { code message messageEn at rule } } }"""


class Refused(Exception):
    """The hub said no; the message says what is wrong and what to do."""


@dataclass(frozen=True, kw_only=True)
class Owed:
    """What is owed for a period, and the newest version of it."""

    obligation: str
    body: str
    version: str
    status: str
    units: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Reporting:
    """One report of one period."""

    sender: Sender
    report: str
    period: str

    def owed(self) -> Owed:
        """What this system's own body owes; raises NoAnswer where it owes nothing."""
        answer = self.sender.ask(OWED, period=self.period, report=self.report)
        own = answer["viewer"]["bodyCode"]
        found = next((one for one in answer["obligations"]["nodes"] if one["body"]["code"] == own), None)
        if found is None or not found["versions"]["nodes"]:
            raise NoAnswer(f"{own} 本期没有待报的 {self.report} / nothing is owed for {self.period}")
        version = found["versions"]["nodes"][0]
        return Owed(
            obligation=found["id"], body=own, version=version["id"], status=version["status"], units=version["units"]
        )

    def computed(self, owed: Owed) -> dict[Place, str | None]:
        """The figures that the hub computes for every line, as of now while it is still a draft."""
        if owed.status in ("DRAFT", "VALIDATED"):
            self.sender.ask(RECOMPUTE, id=owed.obligation)
        found: dict[Place, str | None] = {}
        after: str | None = None
        while True:
            answer = self.sender.ask(LINES, version=owed.version, after=after, page=_PAGE)
            lines = answer["node"]["lines"]
            for one in lines["nodes"]:
                place = Place(one["unit"]["code"], one["indicator"], one["firstKey"], one["secondKey"])
                found[place] = one["computed"]
            if not lines["pageInfo"]["hasNextPage"]:
                return found
            after = lines["pageInfo"]["endCursor"]

    def push(self, owed: Owed, ledger: Ledger, *, submit: bool) -> Mapping[str, Any]:
        """Push the whole report; the same content has the same key, also after a restart of this program."""
        said = {
            "definition": self.report,
            "period": self.period,
            "body": owed.body,
            "units": list(owed.units),
            "lines": ledger.lines(self.computed(owed)),
            "narratives": list(ledger.texts),
            "submit": submit,
        }
        done: Mapping[str, Any] = self.sender.ask(PUSH, input=said, key=key_of(said))["done"]
        if "code" in done:
            raise Refused(f"{done['code']}：{done['message']} / {done['messageEn']}（{done['at'] or ''}）")
        return done


def key_of(said: Mapping[str, Any]) -> str:
    """The idempotency key of a push, made of what it says."""
    digest = hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    return f"{said['body']}-{said['period']}-{digest[:24]}"


def receipt_of(done: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The receipt of the version that a push came to, if it has one."""
    version = done["version"]
    if version is None:
        return None
    given = version["obligation"]["receipts"]["nodes"]
    return next((one for one in given if one["version"]["id"] == version["id"]), None)


def write_receipt(receipt: Mapping[str, Any], folder: Path) -> Path:
    """Write a receipt as the file that `hub receipt verify` takes."""
    received = datetime.fromisoformat(receipt["receivedAt"])
    told = {
        "form": "hub-receipt-1",
        "receipt": {
            "number": receipt["number"],
            "obligation": receipt["obligation"]["id"],
            "body": receipt["body"]["code"],
            "period": receipt["obligation"]["period"]["label"],
            "version": receipt["version"]["number"],
            "digest": receipt["digest"],
            "digestAlgorithm": receipt["digestAlgorithm"],
            "receivedUs": (received - _EPOCH) // timedelta(microseconds=1),
            "receivedAt": f"{received.astimezone(_CHINA).isoformat(' ', 'microseconds')} Asia/Shanghai",
            "onTime": receipt["onTime"],
            "findings": receipt["findings"],
            "auditRoot": receipt["auditRoot"],
            "seal": receipt["seal"],
        },
        "keyId": receipt["keyId"],
        "signature": receipt["signature"],
    }
    path = folder / f"{receipt['body']['code']}-{receipt['obligation']['period']['label']}-receipt.json"
    path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path
