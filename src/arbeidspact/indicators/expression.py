"""Small expressions over other indicators, such as `employed[age:20-64] - jobs * 0.5`: read, never executed as code."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from .exceptions import InvalidExpression

LONGEST: Final = 500
DEEPEST: Final = 20


@dataclass(frozen=True, slots=True)
class Constant:
    """A number."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class IndicatorReference:
    """The value of another indicator, of the group that is asked for, or of `group` where the expression names one."""

    slug: str
    group: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        named = "|".join(f"{dimension}:{category}" for dimension, category in self.group)
        return f"{self.slug}[{named}]" if named else self.slug


@dataclass(frozen=True, slots=True)
class Sum:
    """One expression plus, or minus, another."""

    left: "Expression"
    right: "Expression"
    is_difference: bool = False


@dataclass(frozen=True, slots=True)
class Product:
    """An expression times a constant."""

    constant: Decimal
    of: "Expression"


Expression = Constant | IndicatorReference | Sum | Product
Lookup = Callable[[IndicatorReference], Decimal]


def parse_expression(text: str) -> Expression:
    """Which expression does this text write?

    Arguments: `text`, slugs of indicators and numbers with + and - between them, * with a number on at least one side,
    and parentheses. A group stands in brackets behind a slug: `employed-residents[age:20-64]`. A hyphen inside a slug
    belongs to it: a minus has a space on both sides.
    Raises: `InvalidExpression`, with the place and the fix.
    """
    if len(text) > LONGEST:
        raise InvalidExpression(f"this expression is longer than {LONGEST} characters", "define an indicator between")
    reader = _Reader(list(_tokens(text)), text)
    expression = reader.sum()
    reader.expect_end()
    return expression


def references_of(expression: Expression) -> tuple[IndicatorReference, ...]:
    """Which indicators does this expression read? Each once, in the order in which they stand."""
    return tuple(dict.fromkeys(_references(expression)))


def evaluate(expression: Expression, value_of: Lookup) -> Decimal:
    """What does this expression come to, with these values of the indicators that it reads?"""
    match expression:
        case Constant(value):
            return value
        case IndicatorReference():
            return value_of(expression)
        case Sum(left, right, is_difference):
            first, second = evaluate(left, value_of), evaluate(right, value_of)
            return first - second if is_difference else first + second
        case Product(constant, of):
            return constant * evaluate(of, value_of)


def _references(expression: Expression) -> Iterator[IndicatorReference]:
    match expression:
        case IndicatorReference():
            yield expression
        case Sum(left, right):
            yield from _references(left)
            yield from _references(right)
        case Product(_constant, of):
            yield from _references(of)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    place: int


_KINDS: Final = re.compile(
    r"\s*(?:"
    r"(?P<slug>(?=[a-z0-9-]*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*)(?P<group>\[[^\[\]]*\])?"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?)(?![0-9a-z.,])"
    r"|(?P<sign>[-+*()])"
    r")"
)


def _tokens(text: str) -> Iterator[_Token]:
    place = 0
    while text[place:].strip():
        found = _KINDS.match(text, place)
        if found is None:
            odd = text[place:].strip()[0]
            raise InvalidExpression(
                f'"{odd}" cannot be read in "{text}"',
                "write slugs of indicators and numbers (0.5) with + - * ( ) between them; nothing is divided here",
            )
        for kind in ("slug", "number", "sign"):
            if found[kind] is not None:
                yield _Token(kind, found[kind] + (found["group"] or ""), found.start(kind))
        place = found.end()


class _Reader:
    """Reads from left to right; one function for each level of the grammar."""

    def __init__(self, tokens: list[_Token], text: str) -> None:
        self.tokens, self.text, self.next, self.depth = tokens, text, 0, 0

    def sum(self) -> Expression:
        found = self.product()
        while (sign := self.sign("+", "-")) is not None:
            found = Sum(found, self.product(), is_difference=sign == "-")
        return found

    def product(self) -> Expression:
        found = self.value()
        while self.sign("*") is not None:
            other = self.value()
            constant = _constant(found)
            if constant is None and (constant := _constant(other)) is not None:
                found, other = other, found
            if constant is None:
                raise InvalidExpression(
                    f'"{self.text}" multiplies two indicators',
                    "multiply by a number only, or define an indicator for it",
                )
            known = _constant(other)
            found = Product(constant, other) if known is None else Constant(constant * known)
        return found

    def value(self) -> Expression:
        if self.sign("-") is not None:
            return Product(Decimal(-1), self.value())
        if self.sign("(") is not None:
            self.depth += 1
            if self.depth > DEEPEST:
                raise InvalidExpression(f"parentheses go deeper than {DEEPEST}", "define an indicator between")
            inner = self.sum()
            if self.sign(")") is None:
                raise InvalidExpression(f'a parenthesis in "{self.text}" is not closed', "close it with )")
            self.depth -= 1
            return inner
        token = self.tokens[self.next] if self.next < len(self.tokens) else None
        if token is None or token.kind == "sign":
            what = f'before "{token.text}"' if token else "at the end"
            raise InvalidExpression(f'a value is missing {what} in "{self.text}"', "write a slug or a number there")
        self.next += 1
        return Constant(Decimal(token.text)) if token.kind == "number" else _reference(token.text)

    def sign(self, *wanted: str) -> str | None:
        if self.next < len(self.tokens):
            token = self.tokens[self.next]
            if token.kind == "sign" and token.text in wanted:
                self.next += 1
                return token.text
        return None

    def expect_end(self) -> None:
        if self.next < len(self.tokens):
            token = self.tokens[self.next]
            raise InvalidExpression(
                f'"{token.text}" at place {token.place + 1} of "{self.text}" follows without + - or *',
                "write the sign, with a space on both sides of a minus",
            )


def _constant(expression: Expression) -> Decimal | None:
    return expression.value if isinstance(expression, Constant) else None


def _reference(text: str) -> IndicatorReference:
    slug, bracket, rest = text.partition("[")
    if not bracket:
        return IndicatorReference(slug)
    group: dict[str, str] = {}
    for part in rest.removesuffix("]").split("|"):
        dimension, colon, category = (piece.strip() for piece in part.partition(":"))
        if not (dimension and colon and category) or dimension in group:
            raise InvalidExpression(
                f'"{text}" names no group',
                "write dimension:category, each dimension once, such as [age:20-64|sex:women]",
            )
        group[dimension] = category
    return IndicatorReference(slug, tuple(sorted(group.items())))
