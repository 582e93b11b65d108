"""The two families of expected errors: a rule said no, or the outside failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backoffice.domain.sentences import Sentence


class Refusal(Exception):  # noqa: N818  a refusal is an answer, not a programming error
    """A rule of the card center forbids what was asked for.

    Attributes:
        code: Stable name of the refusal; written to the audit and used by tests.
        message: What is wrong, in one sentence.
        advice: What to do next, in one sentence.
        rule: Id of the rule in the domain handbook, for example ``L1``; empty for mere bad input.
        source: Where the rule comes from, for example ``FAQ 8``.
        recorded: Whether the attempt itself belongs into the audit.
    """

    def __init__(
        self,
        code: str,
        message: Sentence,
        *,
        advice: Sentence | None = None,
        rule: str = "",
        source: str = "",
        recorded: bool = False,
    ) -> None:
        super().__init__(str(message))
        self.code = code
        self.message = message
        self.advice = advice
        self.rule = rule
        self.source = source
        self.recorded = recorded


class Fault(Exception):  # noqa: N818  the outside failed; trying again may help
    """A printer, a database or another device outside the program failed.

    Attributes:
        code: Stable name of the fault.
        message: What failed and what to do next.
    """

    def __init__(self, code: str, message: Sentence) -> None:
        super().__init__(str(message))
        self.code = code
        self.message = message
