"""What a process is told from outside: every setting of the hub, read once from the environment and `.env`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from hub.domain.term import Term
from hub.errors import BadConfiguration

PREFIX = "HUB_"
_SCHEMES = ("sqlite", "postgresql", "postgres")


class LogFormat(Term):
    """How the log is written."""

    CONSOLE = "console", "供人阅读", "for people"
    JSON = "json", "供采集", "for collectors"


class LogLevel(Term):
    """From which weight on events are logged."""

    DEBUG = "debug", "调试", "everything"
    INFO = "info", "一般", "what happened"
    WARNING = "warning", "警告", "what somebody should look at"
    ERROR = "error", "错误", "what broke"


class MetricsFor(Term):
    """Who is shown the figures of a running hub."""

    LOCAL = "local", "仅本机", "programs on this machine, not through a proxy"
    ALL = "all", "所有人", "whoever reaches the port"
    OFF = "off", "关闭", "nobody"


class Settings(BaseSettings):
    """All settings; a field `name` is read from the variable `HUB_NAME`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    var: Path = Path("var")
    database_url: str = Field(default="", repr=False)
    jobs_url: str = Field(default="", repr=False)
    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=8000, ge=0, le=65535)
    issuers: Path | None = None
    sources: Path | None = None
    reports: Path | None = None
    key_file: Path | None = None
    receipt_keys: Path | None = None
    seal_file: Path | None = None
    audience: str = Field(default="studio-hub", min_length=1)
    development: bool = False
    executor: str = Field(default="hub-1", pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$")
    log_format: LogFormat = LogFormat.CONSOLE
    log_level: LogLevel = LogLevel.INFO
    max_body_bytes: int = Field(default=4_194_304, ge=1024)
    max_tokens: int = Field(default=4000, ge=100)
    max_depth: int = Field(default=12, ge=3)
    max_aliases: int = Field(default=60, ge=1)
    max_rows: int = Field(default=20_000, ge=100)
    budget: int = Field(default=20_000_000, ge=0, le=2_000_000_000)
    share: int = Field(default=4, ge=1, le=1_000)
    statement_seconds: float = Field(default=15.0, gt=0, le=3_600)
    request_seconds: float = Field(default=20.0, gt=0, le=3_600)
    metrics: MetricsFor = MetricsFor.LOCAL
    compiled: bool = True
    shadow: float = Field(default=0.0, ge=0, le=1)

    @field_validator("database_url", "jobs_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if url and (urlsplit(url).scheme.split("+")[0] not in _SCHEMES or "://" not in url):
            raise ValueError("not a database")
        return url

    @field_validator("issuers", "key_file")
    @classmethod
    def _a_file(cls, path: Path | None) -> Path | None:
        if path is not None and not path.is_file():
            raise ValueError("no such file")
        return path

    @field_validator("sources", "reports")
    @classmethod
    def _a_folder(cls, path: Path | None) -> Path | None:
        if path is not None and not path.is_dir():
            raise ValueError("no such folder")
        return path

    @model_validator(mode="after")
    def _derived(self) -> Self:
        # Frozen for everybody else; what follows from other settings is filled in here, once.
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite+aiosqlite:///{self.var / 'hub.db'}")
        if not self.jobs_url:
            own = f"sqlite:///{self.var / 'hub-jobs.db'}"
            object.__setattr__(self, "jobs_url", own if self.on_sqlite else self.database_url)
        return self

    @property
    def key_path(self) -> Path:
        """Where the deployment's key lies; processes that share a database must share it too."""
        return self.key_file or self.var / "hub.key"

    @property
    def receipt_keys_path(self) -> Path:
        """The folder of the keys that receipts are signed with; shared like the deployment's key."""
        return self.receipt_keys or self.var / "receipt-keys"

    @property
    def on_sqlite(self) -> bool:
        """Whether the database is a file of this machine."""
        return self.database_url.startswith("sqlite")


def read_settings(**given: Any) -> Settings:  # values as the fields take them
    """The settings of this process; `given` ones go before the environment.

    Raises BadConfiguration, which names each variable at fault and what to do, and never its value.
    """
    try:
        return Settings(**given)
    except ValidationError as wrong:
        faults = [_said(str(fault["loc"][0]) if fault["loc"] else "?") for fault in wrong.errors()]
    zh = "；".join(f"{name} {advice_zh}" for name, advice_zh, _ in faults)
    en = "; ".join(f"{name} {advice_en}" for name, _, advice_en in faults)
    raise BadConfiguration("SETTINGS_INVALID", zh, en, at=", ".join(name for name, _, _ in faults))


def variable(field: str) -> str:
    """The environment variable of a field."""
    return PREFIX + field.upper()


def without_password(url: str) -> str:
    """The address of a database as it may be shown and logged."""
    head, separator, rest = url.partition("://")
    account, at, place = rest.rpartition("@")
    name = account.partition(":")[0]
    return f"{head}{separator}{name}{':***' if ':' in account else ''}{at}{place.partition('?')[0]}"


_ADVICE = {
    "database_url": ("须以 sqlite:/// 或 postgresql:// 开头", "must begin with sqlite:/// or postgresql://"),
    "jobs_url": ("须以 sqlite:/// 或 postgresql:// 开头", "must begin with sqlite:/// or postgresql://"),
    "port": ("须为 0 至 65535 的整数", "must be a whole number from 0 to 65535"),
    "issuers": ("所指的 TOML 文件不存在，请更正路径", "names a TOML file that does not exist: correct the path"),
    "key_file": (
        "所指的密钥文件不存在，请更正路径，或用 openssl rand -hex 32 生成",
        "names a key file that does not exist: correct the path, or make it with openssl rand -hex 32",
    ),
    "sources": ("所指的文件夹不存在，请更正路径", "names a folder that does not exist: correct the path"),
    "reports": ("所指的文件夹不存在，请更正路径", "names a folder that does not exist: correct the path"),
    "development": ("须为 true 或 false", "must be true or false"),
    "executor": (
        "须为 1 至 63 个字母、数字、点、横线或下划线",
        "must be 1 to 63 letters, digits, dots, dashes or underscores",
    ),
    "log_format": ("须为 console 或 json", "must be console or json"),
    "log_level": ("须为 debug、info、warning 或 error", "must be debug, info, warning or error"),
    "max_body_bytes": ("须为不小于 1024 的整数", "must be a whole number, 1024 or more"),
    "max_tokens": ("须为不小于 100 的整数", "must be a whole number, 100 or more"),
    "max_depth": ("须为不小于 3 的整数", "must be a whole number, 3 or more"),
    "max_aliases": ("须为不小于 1 的整数", "must be a whole number, 1 or more"),
    "compiled": ("须为 true 或 false", "must be true or false"),
    "shadow": ("须为 0 至 1 之间的数", "must be a number from 0 to 1"),
    "max_rows": ("须为不小于 100 的整数", "must be a whole number, 100 or more"),
    "budget": ("须为 0 至 2000000000 的整数", "must be a whole number from 0 to 2000000000"),
    "share": ("须为 1 至 1000 的整数", "must be a whole number from 1 to 1000"),
    "statement_seconds": ("须大于 0 且不超过 3600", "must be a number above 0, at most 3600"),
    "request_seconds": ("须大于 0 且不超过 3600", "must be a number above 0, at most 3600"),
    "metrics": ("须为 local、all 或 off", "must be local, all or off"),
}


def _said(field: str) -> tuple[str, str, str]:
    zh, en = _ADVICE.get(field, ("的值无效，请更正", "has no valid value: correct it"))
    return variable(field), zh, en
