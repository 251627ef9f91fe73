"""Settings come from the environment and `.env`; a wrong one is named in both languages and never shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from hub.errors import BadConfiguration
from hub.settings import LogFormat, Settings, read_settings, variable, without_password


@pytest.fixture(autouse=True)
def no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder and no variable of ours."""
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields:
        monkeypatch.delenv(variable(field), raising=False)


def test_without_any_setting_the_hub_runs_on_files_of_this_machine() -> None:
    settings = read_settings()

    assert settings.database_url == "sqlite+aiosqlite:///var/hub.db"
    assert settings.jobs_url == "sqlite:///var/hub-jobs.db"
    assert (settings.host, settings.port, settings.development) == ("127.0.0.1", 8000, False)


def test_the_database_files_follow_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_VAR", "elsewhere")

    settings = read_settings()

    assert settings.database_url == "sqlite+aiosqlite:///elsewhere/hub.db"
    assert settings.jobs_url == "sqlite:///elsewhere/hub-jobs.db"


def test_on_postgresql_the_jobs_go_to_the_same_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_DATABASE_URL", "postgresql://hub@127.0.0.1/hub")

    settings = read_settings()

    assert settings.jobs_url == settings.database_url
    assert not settings.on_sqlite


def test_the_environment_goes_before_the_file_and_an_argument_before_both(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("HUB_PORT=8001\nHUB_LOG_FORMAT=json\nHUB_SOURCE_XIAN_TOKEN=x\n", encoding="utf-8")
    monkeypatch.setenv("HUB_PORT", "8002")

    assert (read_settings().port, read_settings().log_format) == (8002, LogFormat.JSON)
    assert read_settings(port=8003).port == 8003


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_ISSUERS", "")
    monkeypatch.setenv("HUB_PORT", "")

    assert (read_settings().issuers, read_settings().port) == (None, 8000)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HUB_DATABASE_URL", "mysql://hub:geheim@db/hub"),
        ("HUB_JOBS_URL", "redis://:geheim@db"),
        ("HUB_PORT", "geheim"),
        ("HUB_PORT", "70000"),
        ("HUB_ISSUERS", "geheim/issuers.toml"),
        ("HUB_SOURCES", "geheim"),
        ("HUB_KEY_FILE", "geheim"),
        ("HUB_DEVELOPMENT", "geheim"),
        ("HUB_EXECUTOR", "geheim geheim"),
        ("HUB_LOG_FORMAT", "geheim"),
        ("HUB_LOG_LEVEL", "geheim"),
        ("HUB_MAX_DEPTH", "0"),
    ],
)
def test_a_wrong_value_is_named_in_both_languages_and_not_shown(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(BadConfiguration) as refused:
        read_settings()

    assert refused.value.at == name
    assert name in refused.value.zh and name in refused.value.en
    assert "geheim" not in str(refused.value)


def test_all_wrong_values_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_PORT", "x")
    monkeypatch.setenv("HUB_LOG_LEVEL", "x")

    with pytest.raises(BadConfiguration) as refused:
        read_settings()

    assert refused.value.at == "HUB_PORT, HUB_LOG_LEVEL"


def test_settings_do_not_change() -> None:
    settings = read_settings()

    with pytest.raises(ValidationError):
        settings.port = 1


def test_a_password_is_neither_shown_nor_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_DATABASE_URL", "postgresql://hub:geheim@db:5432/hub?password=geheim")

    settings = read_settings()

    assert "geheim" not in repr(settings)
    assert without_password(settings.database_url) == "postgresql://hub:***@db:5432/hub"
    assert without_password("sqlite:///var/hub.db") == "sqlite:///var/hub.db"
