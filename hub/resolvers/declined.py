"""Why an operation is left to the general path."""

from __future__ import annotations

from hub.domain.term import Term


class Why(Term):
    """Why an operation is left to the general path."""

    NOT_A_QUERY = "NOT_A_QUERY", "不是查询", "it is no query"
    FIELD = "FIELD", "含有不能编排的字段", "a field that cannot be planned"
    ARGUMENTS = "ARGUMENTS", "参数将被拒绝", "its arguments are to be refused"
    VARIABLES = "VARIABLES", "变量将被拒绝", "its variables are to be refused"
    DOCUMENT = "DOCUMENT", "文档过长，不予保留", "its text is too long to be kept"
    DEPTH = "DEPTH", "嵌套超出数据库解析能力", "it nests more deeply than the database parses"
    ABSENT = "ABSENT", "必有值缺失", "a value is missing that must be there"
    FAULT = "FAULT", "数据库拒绝了语句", "the database refused the statement"
    CONNECTION = "CONNECTION", "数据库连接已断开", "the connection was lost"


class Declined(Exception):
    """The general path has to answer; not a fault."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why
