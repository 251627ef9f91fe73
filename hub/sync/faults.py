"""What can go wrong with a source, as coded faults that are either worth another attempt or need a person."""

from __future__ import annotations

from hub.domain.term import Term


class FaultCode(Term):
    """Why a source gave no usable answer."""

    UNREACHABLE = "UNREACHABLE", "连接不上来源系统", "the source cannot be reached"
    TOO_SLOW = (
        "TOO_SLOW",
        "来源系统未在时限内答完",
        "the source did not finish its answer in time",
    )
    CUT = "CUT", "答复中途断开", "the answer was cut off"
    THROTTLED = "THROTTLED", "来源系统要求放慢", "the source asks to slow down"
    UNAVAILABLE = "UNAVAILABLE", "来源系统暂不可用", "the source is unavailable for now"
    SERVER_ERROR = "SERVER_ERROR", "来源系统内部出错", "the source failed inside"
    UNAUTHORIZED = (
        "UNAUTHORIZED",
        "凭据无效或已过期，请核对 [auth]",
        "credentials invalid or expired: check [auth]",
    )
    FORBIDDEN = (
        "FORBIDDEN",
        "无权读取，或该路径不存在（有的系统二者答复相同）",
        "no right to read, or no such path (some systems answer both alike)",
    )
    NOT_FOUND = "NOT_FOUND", "路径不存在，请核对 request", "no such path: check request"
    BAD_REQUEST = (
        "BAD_REQUEST",
        "来源系统不接受该请求，请核对 request",
        "the source refuses the request: check request",
    )
    NOT_DATA = (
        "NOT_DATA",
        "答复是网页或空白，不是数据",
        "the answer is a web page or blank, not data",
    )
    BAD_JSON = "BAD_JSON", "答复不是完整的 JSON", "the answer is not well-formed JSON"
    GRAPHQL_ERRORS = (
        "GRAPHQL_ERRORS",
        "GraphQL 答复含错误",
        "the GraphQL answer carries errors",
    )
    ENVELOPE_REFUSED = (
        "ENVELOPE_REFUSED",
        "答复中的状态码表示失败",
        "the status inside the answer says it failed",
    )
    ROWS_MISSING = (
        "ROWS_MISSING",
        "答复中找不到数据行，请核对 rows",
        "no rows where `rows` points: check it",
    )
    PAGING_BROKEN = (
        "PAGING_BROKEN",
        "翻页信息自相矛盾，请核对 paging",
        "contradictory paging: check `paging`",
    )
    OFF_ORIGIN = (
        "OFF_ORIGIN",
        "地址指向来源系统以外，已拒绝",
        "an address leads away from the source and was refused",
    )
    BAD_REDIRECT = "BAD_REDIRECT", "重定向无法跟随", "a redirect cannot be followed"
    TOO_LARGE = (
        "TOO_LARGE",
        "答复超过大小上限，请调小 page_size",
        "the answer is over the size limit: lower page_size",
    )
    BAD_ENCODING = (
        "BAD_ENCODING",
        "文件编码无法识别，请写明 encoding",
        "unknown text encoding: set `encoding`",
    )
    BAD_FILE = (
        "BAD_FILE",
        "文件打不开或已损坏",
        "the file cannot be opened or is damaged",
    )
    FILE_BUSY = (
        "FILE_BUSY",
        "文件正在被改写，稍后再读",
        "the file is being written: read it later",
    )
    FOLDER_MISSING = (
        "FOLDER_MISSING",
        "文件夹不存在或不可读",
        "the folder does not exist or cannot be read",
    )
    SHEET_MISSING = (
        "SHEET_MISSING",
        "找不到指定的工作表",
        "the named sheet is not there",
    )
    NO_HEADER = (
        "NO_HEADER",
        "找不到表头行，请核对 columns",
        "no header row found: check `columns`",
    )
    COLUMNS_MISSING = (
        "COLUMNS_MISSING",
        "表头缺少需要的列，请在 columns 中补充别名",
        "needed columns are missing from the header: add aliases in `columns`",
    )
    COLUMNS_AMBIGUOUS = (
        "COLUMNS_AMBIGUOUS",
        "两列匹配同一名称",
        "two columns match one name",
    )
    QUERY_REFUSED = (
        "QUERY_REFUSED",
        "只接受单条 SELECT 查询",
        "only one SELECT statement is accepted",
    )
    QUERY_FAILED = (
        "QUERY_FAILED",
        "数据库不接受该查询，请核对 sql 与 key",
        "the database refuses the query: check sql, key",
    )
    SECRET_MISSING = (
        "SECRET_MISSING",
        "缺少所需的密钥",
        "a secret that the source needs is missing",
    )


RETRYABLE = frozenset(
    {
        FaultCode.UNREACHABLE,
        FaultCode.TOO_SLOW,
        FaultCode.CUT,
        FaultCode.THROTTLED,
        FaultCode.UNAVAILABLE,
        FaultCode.SERVER_ERROR,
        FaultCode.BAD_JSON,
        FaultCode.FILE_BUSY,
    }
)


class SourceFault(Exception):
    """A source gave no usable answer; its text never carries an address, a secret or the answer itself."""

    def __init__(
        self,
        code: FaultCode,
        about: str = "",
        *,
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        self.code = code
        self.about = about
        self.status = status
        self.retry_after = retry_after
        super().__init__(f"{code.value}: {self.en}")

    @property
    def retryable(self) -> bool:
        """Whether another attempt may succeed without a person."""
        return self.code in RETRYABLE

    @property
    def zh(self) -> str:
        """What happened and what to do, in Chinese."""
        return self.code.title_zh + "".join(f"（{part}）" for part in self._parts())

    @property
    def en(self) -> str:
        """What happened and what to do, in English."""
        return self.code.title_en + "".join(f" ({part})" for part in self._parts())

    def _parts(self) -> list[str]:
        status = [f"HTTP {self.status}"] if self.status is not None else []
        return status + ([self.about] if self.about else [])

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (
            type(self),
            self.code.value,
            self.about,
            self.status,
            self.retry_after,
        )


_CODES = {str(code.value): code for code in FaultCode}


def _rebuild(
    kind: type[SourceFault],
    code: str,
    about: str,
    status: int | None,
    retry_after: float | None,
) -> SourceFault:
    return kind(_CODES[code], about, status=status, retry_after=retry_after)
