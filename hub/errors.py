"""The few faults of the hub, each with a stable code and a message in both languages."""

from __future__ import annotations

from collections.abc import Mapping


class HubFault(Exception):
    """Something that ends an operation; what it says may be shown to the caller."""

    status = 500

    def __init__(
        self, code: str, zh: str, en: str, *, at: str | None = None, numbers: Mapping[str, int] | None = None
    ) -> None:
        super().__init__(f"{zh} / {en}")
        self.code = code
        self.zh = zh
        self.en = en
        self.at = at
        self.numbers = numbers or {}  # told beside the message, for programs


class BadRequest(HubFault):
    """The request itself cannot be answered; it says which part and what to do."""

    status = 400


class NotSignedIn(HubFault):
    """A token was shown and could not be accepted."""

    status = 401


class TooMuch(HubFault):
    """The request asks for more than the limits allow."""

    status = 400


class Exhausted(HubFault):
    """The caller has used up what it may ask for just now; `after` so many seconds it may ask again."""

    status = 429

    def __init__(self, code: str, zh: str, en: str, *, after: int, numbers: Mapping[str, int] | None = None) -> None:
        super().__init__(code, zh, en, numbers=numbers)
        self.after = after


class Unavailable(HubFault):
    """A part of the hub does not answer just now; trying again later is right."""

    status = 503


class BadConfiguration(HubFault):
    """The hub cannot start as configured; it says which setting and what to do."""
