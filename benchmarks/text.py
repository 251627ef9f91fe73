"""Invented Chinese wording for the data set, with the characters that break careless JSON, SQL and COPY."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

AWKWARD_SHARE = 0.02
AWKWARD = ('“双引号"在内', "反斜杠\\在内", "换行\n在内", "尖括号<&>在内", "表情🏮在内")

_PLACES = "东关 西街 南湖 北塬 河滨 新城 古镇 高新 秦岭 渭水 丹江 文昌 钟楼 槐树 清泉 石坪".split()
_UNITS = "社区 产业园 街道 镇 村 学校 医院 合作社 商圈 园区".split()
_SUBJECTS = (
    "老旧小区改造 养老服务 义务教育 河道治理 停车难 农产品销路 垃圾分类 就医便利 文化传承 道路照明 乡村旅游".split()
)
_DEEDS = "调研座谈 走访群众 政策宣讲 协商议事 视察监督 读书交流 接待来访 跟踪回访 献计建言 现场办公".split()
_TRADES = "教师 医生 工程师 企业负责人 律师 农艺师 非遗传承人 社会工作者 科技人员 文艺工作者".split()


class Wording:
    """Draws texts from one stream of chance; the same seed gives the same texts."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance

    def area(self) -> str:
        """An area that a studio serves."""
        return self._marked(f"{self._one(_PLACES)}{self._one(_UNITS)}")

    def studio(self, number: int) -> str:
        """The name of a studio."""
        return self._marked(f"测试{self._one(_PLACES)}{self._one(_SUBJECTS)}委员工作室{number}")

    def member(self, number: int) -> str:
        """The name of a member, which looks invented."""
        return self._marked(f"测试委员{number:05d}")

    def post(self) -> str:
        """What a member works as."""
        return self._marked(f"测试{self._one(_PLACES)}{self._one(_UNITS)}{self._one(_TRADES)}")

    def topic(self) -> str:
        """What an activity or an opinion is about."""
        place, unit = self._one(_PLACES), self._one(_UNITS)
        return self._marked(f"{place}{unit}{self._one(_SUBJECTS)}{self._one(_DEEDS)}")

    def _one(self, words: Sequence[str]) -> str:
        # Much cheaper than choice(), and half a million texts are drawn.
        return words[int(self._chance.random() * len(words))]

    def _marked(self, text: str) -> str:
        return text + self._one(AWKWARD) if self._chance.random() < AWKWARD_SHARE else text
