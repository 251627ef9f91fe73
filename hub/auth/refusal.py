"""Why a token is not accepted: a stable code with what to do, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from hub.domain.term import Term


class TokenCode(Term):
    """The reasons for refusing a token; every title says what the caller has to do."""

    AUTHORIZATION_NOT_BEARER = (
        "AUTHORIZATION_NOT_BEARER",
        "Authorization 请求头应为“Bearer 令牌”",
        "the Authorization header must read `Bearer <token>`",
    )
    TOKEN_TOO_LARGE = "TOKEN_TOO_LARGE", "令牌过长，请减少声明", "the token is too long: put fewer claims into it"
    TOKEN_MALFORMED = "TOKEN_MALFORMED", "令牌格式不正确，请重新获取", "the token is malformed: get a new one"
    TOKEN_CRITICAL_HEADER = (
        "TOKEN_CRITICAL_HEADER",
        "令牌要求本系统不支持的扩展（crit、b64），请更换签发方式",
        "the token demands an extension (crit, b64) that is not supported: issue it without",
    )
    TOKEN_UNKNOWN_ISSUER = (
        "TOKEN_UNKNOWN_ISSUER",
        "令牌签发方（iss）未登记，请联系管理单位登记",
        "the issuer (iss) is not registered: ask for its registration",
    )
    TOKEN_WRONG_TYPE = (
        "TOKEN_WRONG_TYPE",
        "令牌类型（typ）不被接受，应为访问令牌 at+jwt",
        "the token type (typ) is not accepted: send an access token, at+jwt",
    )
    TOKEN_WRONG_ALGORITHM = (
        "TOKEN_WRONG_ALGORITHM",
        "签名算法（alg）不在该签发方的登记之列",
        "the signature algorithm (alg) is not among those registered for the issuer",
    )
    TOKEN_UNKNOWN_KEY = (
        "TOKEN_UNKNOWN_KEY",
        "签发方没有公布该密钥（kid），请重新获取令牌",
        "the issuer publishes no such key (kid): get a new token",
    )
    TOKEN_WEAK_KEY = (
        "TOKEN_WEAK_KEY",
        "签发方的密钥过短，请更换密钥",
        "the issuer's key is too short: let the issuer replace it",
    )
    TOKEN_KEYS_UNAVAILABLE = (
        "TOKEN_KEYS_UNAVAILABLE",
        "暂时取不到签发方的公钥，请稍后重试",
        "the issuer's keys cannot be had for now: try again later",
    )
    TOKEN_BAD_SIGNATURE = (
        "TOKEN_BAD_SIGNATURE",
        "令牌签名不正确，请重新获取",
        "the signature does not hold: get a new token",
    )
    TOKEN_MISSING_CLAIM = "TOKEN_MISSING_CLAIM", "令牌缺少必要的声明", "the token lacks a required claim"
    TOKEN_BAD_CLAIM = "TOKEN_BAD_CLAIM", "令牌中的声明不是规定的形式", "a claim of the token has the wrong form"
    TOKEN_WRONG_AUDIENCE = (
        "TOKEN_WRONG_AUDIENCE",
        "令牌不是发给本系统的（aud）",
        "the token is meant for another audience (aud)",
    )
    TOKEN_EXPIRED = "TOKEN_EXPIRED", "令牌已过期（exp），请重新获取", "the token has expired (exp): get a new one"
    TOKEN_NOT_YET_VALID = (
        "TOKEN_NOT_YET_VALID",
        "令牌尚未生效（nbf）",
        "the token is not valid yet (nbf)",
    )
    TOKEN_FROM_THE_FUTURE = (
        "TOKEN_FROM_THE_FUTURE",
        "令牌签发时间（iat）在将来，请核对签发方的时钟",
        "the token was issued in the future (iat): check the issuer's clock",
    )
    BODY_OUT_OF_BRANCH = (
        "BODY_OUT_OF_BRANCH",
        "签发方无权为该政协组织（body）签发令牌",
        "the issuer may not speak for this body",
    )


@dataclass(frozen=True, kw_only=True)
class TokenRefused:
    """An expected no to a token; `claim` names the claim or header at fault, never its value."""

    code: TokenCode
    claim: str | None = None

    @property
    def zh(self) -> str:
        """What is wrong and what to do, in Chinese."""
        return self.code.title_zh + (f"（{self.claim}）" if self.claim else "")

    @property
    def en(self) -> str:
        """What is wrong and what to do, in English."""
        return self.code.title_en + (f" ({self.claim})" if self.claim else "")

    @property
    def is_temporary(self) -> bool:
        """Whether the same token may be accepted later: an answer of 503 rather than 401."""
        return self.code is TokenCode.TOKEN_KEYS_UNAVAILABLE
