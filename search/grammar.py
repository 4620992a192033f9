"""The language of `q`: words, "phrases", -without, OR, ( ), prefix*, field:value; read into a clause."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from search.choices import named, nearest_choice
from search.errors import QuerySyntaxError
from search.fields import FIELDS, KEYWORDS, SCOPES
from search.nearest import nearest
from search.query import AllOf, AnyOf, Clause, Every, Everything, Not, Phrase, Prefix, Terms, Words
from search.reasons import Reason
from search.text.folding import fold
from search.units import phrase, prefix, units

MAX_LENGTH = 2_000
MAX_CLAUSES = 64
MAX_DEPTH = 16

_WIDE = "".join(map(chr, range(0xFF01, 0xFF5F)))
_ASCII = str.maketrans(f"“”„‟〝〞\u3000{_WIDE}", '""""""' + " " + "".join(map(chr, range(0x21, 0x7F))))
_OPERATORS = re.compile(r'["()*:]|(?:^|\s)-\S|\b(?:OR|AND)\b')
_PIECES = re.compile(r'"[^"]*"?|[()]|[^\s()"]+')
_PREFIXED = re.compile(r"([^\W\d_]\w*):")
_JOINING = ("(", ")", "OR", "AND")
_NEAR_FIELD = 0.75
NO_WORDS = Reason("no-words", "holds no letter or number to search for")


def too_many_words(most: int) -> Reason:
    return Reason("too-many-words", f"has more than {most} words; leave some out", most=str(most))


def parse(q: str) -> Clause:
    """What a reader's text asks for; QuerySyntaxError, which knows the place, where it cannot be read."""
    if len(q) > MAX_LENGTH:
        told = f"has {len(q):,} characters; at most {MAX_LENGTH:,} are read"
        raise QuerySyntaxError(Reason("too-long", told, most=f"{MAX_LENGTH:,}"), MAX_LENGTH)
    text = q.translate(_ASCII)
    _check_size(text)
    if not text.strip():
        return Everything()
    if not _OPERATORS.search(text):
        return _plain_words(q)
    try:
        tree = _parser().parse(text)
    except UnexpectedInput as error:
        raise _explained(error, text) from error
    return _Reader(q).read(tree)


def _plain_words(q: str) -> Clause:
    if not units(q):
        raise _nothing(q)
    return Words(q.strip())


def _nothing(q: str) -> QuerySyntaxError:
    place = len(q) - len(q.lstrip())
    return QuerySyntaxError(NO_WORDS, place)


def _check_size(text: str) -> None:
    """What would cost time or memory to read is refused before it is read; also what is never closed."""
    opened: list[int] = []
    clauses = 0
    for piece in _PIECES.finditer(text):
        clauses += piece.group() not in _JOINING
        if clauses > MAX_CLAUSES:
            raise QuerySyntaxError(too_many_words(MAX_CLAUSES), piece.start())
        _check_piece(piece, opened)
    if opened:
        raise QuerySyntaxError(Reason("parenthesis-open", "this parenthesis is never closed; add )"), opened[-1])


def _check_piece(piece: re.Match[str], opened: list[int]) -> None:
    place, text = piece.start(), piece.group()
    if text == "(":
        opened.append(place)
        if len(opened) > MAX_DEPTH:
            told = f"has more than {MAX_DEPTH} parentheses inside each other"
            raise QuerySyntaxError(Reason("too-deep", told, most=str(MAX_DEPTH)), place)
    elif text == ")":
        if not opened:
            told = "this parenthesis was never opened; add ( before it or leave it out"
            raise QuerySyntaxError(Reason("parenthesis-unopened", told), place)
        opened.pop()
    elif text[0] == '"' and (len(text) == 1 or text[-1] != '"'):
        told = "this quotation mark is never closed; add another or leave it out"
        raise QuerySyntaxError(Reason("quotation-open", told), place)


@cache
def _field_names() -> Mapping[str, str]:
    """The declared fields by all they are called, folded."""
    called: dict[str, str] = {}
    for name, declared in FIELDS.items():
        for label in (name, *declared.labels.values()):
            called.setdefault(label.lower(), name)
    return called


@cache
def _parser() -> Lark:
    longest_first = sorted(_field_names(), key=len, reverse=True)
    grammar = files("search").joinpath("q.lark").read_text("utf-8")
    names = "|".join(re.escape(name) for name in longest_first)
    return Lark(grammar.replace("(?i:FIELDS)", f"(?i:{names})"), parser="lalr", lexer="basic", propagate_positions=True)


_UNEXPECTED: Mapping[str, Reason] = {
    "_OR": Reason("operator-alone", "OR stands between two things to find"),
    "AND": Reason("operator-alone", "AND stands between two things to find"),
    "RPAR": Reason("parenthesis-empty", "nothing to find stands before this parenthesis"),
    "LPAR": Reason("field-takes-words", "a field takes a word or a phrase, not parentheses"),
    "FIELD": Reason("field-takes-words", "a field takes a word or a phrase, not another field"),
    "_MINUS": Reason("minus-misplaced", "- stands before a word, a phrase or a parenthesis, once"),
    "$END": Reason("end-missing", "something to find is missing at the end"),
}
_UNREAD = Reason("not-readable", "cannot be read here")
_STAR = Reason("star-misplaced", "* stands only at the end of a word, as in 青铜* or bronze*")


def _explained(error: UnexpectedInput, text: str) -> QuerySyntaxError:
    if isinstance(error, UnexpectedToken):
        place = len(text.rstrip()) if error.token.type == "$END" else error.token.start_pos or 0
        return QuerySyntaxError(_UNEXPECTED.get(error.token.type, _UNREAD), place)
    place = error.pos_in_stream if isinstance(error, UnexpectedCharacters) else 0
    return QuerySyntaxError(_STAR, place or 0)


Node = Tree[Token]


class _Reader:
    """Turns a parsed tree into clauses; texts are taken from the query as it was typed."""

    def __init__(self, typed: str) -> None:
        self._typed = typed

    def read(self, tree: Node) -> Clause:
        found = self._either(_trees(tree)[0])
        if found is None:
            raise _nothing(self._typed)
        return found

    def _either(self, tree: Node) -> Clause | None:
        found = [clause for clause in map(self._series, _trees(tree)) if clause is not None]
        if len(found) < 2:
            return found[0] if found else None
        return AnyOf(tuple(found))

    def _series(self, tree: Node) -> Clause | None:
        """Plain words of one series become one `Words`, so that they are counted together."""
        strict = any(isinstance(child, Token) for child in tree.children)
        read = [self._part(part) for part in _trees(tree)]
        found = [clause for clause in read if clause is not None]
        if not strict:
            found = _merged(found)
        if len(found) < 2:
            return found[0] if found else None
        return Every(tuple(found)) if strict else AllOf(tuple(found))

    def _part(self, tree: Node) -> Clause | None:
        return _PARTS[tree.data](self, tree)

    def _without(self, tree: Node) -> Clause:
        clause = self._part(_trees(tree)[0])
        if clause is None:
            told = Reason("minus-misplaced", "nothing to leave out follows this -")
            raise QuerySyntaxError(told, tree.meta.start_pos)
        return Not(clause)

    def _group(self, tree: Node) -> Clause | None:
        return self._either(_trees(tree)[0])

    def _plain(self, tree: Node) -> Clause | None:
        return self._text(_token(tree), "")

    def _fielded(self, tree: Node) -> Clause:
        label, value = tree.children
        assert isinstance(label, Token)
        assert isinstance(value, Tree)
        name = _field_names()[label.rstrip().removesuffix(":").rstrip().lower()]
        token = _token(value)
        clause = self._text(token, name) if name in SCOPES else self._terms(token, name)
        if clause is None:
            told = f"holds no letter or number to look for in {name}"
            raise QuerySyntaxError(Reason("no-words", told), token.start_pos or 0)
        return clause

    def _text(self, token: Token, field: str) -> Clause | None:
        start, end = token.start_pos or 0, token.end_pos or 0
        if token.type == "PHRASE":
            text = self._typed[start + 1 : end - 1]
            if not phrase(text):
                told = "no letter or number stands between these quotation marks"
                raise QuerySyntaxError(Reason("no-words", told), start)
            return Phrase(text, field)
        if token.type == "PREFIX":
            text = self._typed[start : end - 1]
            if not prefix(text):
                raise QuerySyntaxError(Reason("no-words", "no letter or number stands before this *"), start)
            return Prefix(text, field)
        if not field:
            _check_unknown_field(str(token), start)
        text = self._typed[start:end]
        return Words(text, field) if units(text) else None

    def _terms(self, token: Token, field: str) -> Clause:
        start = token.start_pos or 0
        if FIELDS[field] not in KEYWORDS:
            told = f"{field} cannot be asked for here; there are parameters for it"
            raise QuerySyntaxError(Reason("field-not-in-words", told, field=field), start)
        if token.type == "PREFIX":
            told = f"{field} takes whole values, without *"
            raise QuerySyntaxError(Reason("field-whole-values", told, field=field), start)
        text = self._typed[start : token.end_pos].strip('"“”„‟＂〝〞').strip()
        values = named(field, text)
        if not values or not text:
            told = Reason("value-unknown", f"{field} has no value {text!r}", field=field, value=text)
            raise QuerySyntaxError(told, start, nearest_choice(field, text))
        return Terms(field, values)


_PARTS: Mapping[str, Callable[[_Reader, Node], Clause | None]] = {
    "without": _Reader._without,
    "group": _Reader._group,
    "plain": _Reader._plain,
    "fielded": _Reader._fielded,
}


def _trees(tree: Node) -> list[Node]:
    return [child for child in tree.children if isinstance(child, Tree)]


def _token(tree: Node) -> Token:
    (child,) = tree.children
    assert isinstance(child, Token)
    return child


def _merged(clauses: list[Clause]) -> list[Clause]:
    """All plain words as one, where the first of them stood; a parenthesis of mere words is such words too."""
    plain = [clause for clause in clauses if isinstance(clause, Words) and not clause.field]
    if len(plain) < 2:
        return clauses
    together: Clause = Words(" ".join(words.text for words in plain))
    return [
        together if clause is plain[0] else clause for clause in clauses if clause is plain[0] or clause not in plain
    ]


def _check_unknown_field(word: str, place: int) -> None:
    """`12:30` and `http://…` are text; `tilte:x` is a field misspelt, and `title:` one without its value."""
    prefixed = _PREFIXED.match(word)
    if prefixed is None:
        return
    name = prefixed.group(1).lower()
    if name in _field_names():
        raise QuerySyntaxError(Reason("field-value-missing", f"nothing follows {word}", word=word), place)
    near = nearest(fold(name), _field_names(), _NEAR_FIELD)
    if near:
        told = f"there is no field {name}; for plain text put it in quotation marks"
        raise QuerySyntaxError(Reason("field-unknown", told, name=name), place, near)
