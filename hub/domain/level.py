"""The levels at which a CPPCC body stands; always an attribute, never read from a name's ending."""

from __future__ import annotations

from hub.domain.term import Term


class Level(Term):
    """A level of the CPPCC; a district and a county-level city are COUNTY (S3:91)."""

    NATIONAL = "NATIONAL", "全国", "national"
    PROVINCE = "PROVINCE", "省级", "province"
    CITY = "CITY", "市级", "city"
    COUNTY = "COUNTY", "县级", "county"
