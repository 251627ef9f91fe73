"""Assessments, checks, reminders and violations: how it is carried out."""

from __future__ import annotations

from collections.abc import Mapping

from hub.domain.command import Command
from hub.resolvers.acting import Actions, Do
from hub.store.models.base import Base

DEEDS: Mapping[type[Command], Do] = {}
ACTIONS: Mapping[type[Base], Actions] = {}
