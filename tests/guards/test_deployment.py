"""The container files: nothing runs as root, nothing is published beyond this machine, no secret is written down."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE_TEXT = (ROOT / "compose.yaml").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")


def _services() -> dict[str, dict[str, Any]]:
    services: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE_TEXT)["services"]
    return services


def _examples() -> dict[str, str]:
    """Settings of the example file, also those that are commented out."""
    return dict(re.findall(r"^#?\s?([A-Z][A-Z0-9_]+)=(.*)$", EXAMPLE, re.MULTILINE))


def test_every_service_listens_on_this_machine_only() -> None:
    ports = [port for service in _services().values() for port in service.get("ports", [])]

    assert len(ports) == 2
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_every_long_running_service_says_whether_it_is_well() -> None:
    services = _services()

    assert services["postgres"]["healthcheck"]
    assert all("healthcheck" not in services[name] for name in ("hub-1", "hub-2"))
    assert "HEALTHCHECK" in DOCKERFILE and "/healthz" in DOCKERFILE


def test_the_two_hubs_differ_in_name_and_port_only() -> None:
    first, second = (_services()[name] for name in ("hub-1", "hub-2"))
    different = {key for key in first if first[key] != second.get(key)} | set(second) - set(first)

    assert different == {"ports", "environment", "volumes"}
    environments = first["environment"].items() ^ second["environment"].items()
    assert {name for name, _ in environments} == {"HUB_EXECUTOR"}


def test_the_image_runs_as_an_account_without_rights() -> None:
    accounts = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)

    assert accounts and accounts[-1] not in {"root", "0"}


def test_every_setting_the_containers_name_is_in_the_example() -> None:
    named = set(re.findall(r"\b(?:HUB|POSTGRES)_[A-Z_]+", COMPOSE_TEXT + DOCKERFILE))
    explained = set(_examples()) | {"POSTGRES_DB", "POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_INITDB_ARGS"}

    assert named - explained == set()


def test_no_secret_is_written_down() -> None:
    secrets = [name for name in _examples() if re.search(r"(?:PASSWORD|KEY|TOKEN|SECRET)$", name)]

    assert secrets
    assert {name: _examples()[name] for name in secrets if _examples()[name]} == {}
    assert "${HUB_POSTGRES_PASSWORD:?" in COMPOSE_TEXT
