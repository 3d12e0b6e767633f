"""Names of people anywhere: nicknames, exchanged parts, initials, hyphens, slips of any size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.fuzz import token_sort_ratio

from mpi.compare.levels import Alike, Holds, Row, ValueKind, equal, otherwise
from mpi.compare.plain import plain, skeleton
from mpi.compare.sieves import Counted, alike, meeting, number, within

#: Short forms of one given name in a row; two of a row may be one person's.
_NICKNAMES = """
alexander alex alec sandy|andrew andy drew|anthony tony|arthur art|benjamin ben benny|charles
charlie chas chuck|christopher chris kit|daniel dan danny|david dave davy|edward ed eddie ted ned
|frederick fred freddie|george geo georgie|gerald gerry jerry|gregory greg|henry harry hal|jacob
jake|james jim jimmy jas jamie|john jack johnny jno jon|jonathan jon|joseph joe jos joey|joshua josh
|kenneth ken|lawrence larry|leonard len lenny|matthew matt|michael mike mick micky|nathaniel nat
nathan|nicholas nick|patrick pat paddy|peter pete|philip phil|raymond ray|richard dick rick richie
rich|robert bob rob bobby robbie bert|ronald ron|samuel sam sammy|stephen steve|theodore ted theo|
thomas tom thos tommy|timothy tim|vincent vince|walter wally wat|william bill will wm billy willie
|abigail abby|agnes aggie|alexandra alex sandra|amanda mandy|ann anne annie nancy anna|barbara babs
barb|beatrice bea|caroline carrie|catherine kate kathy katie cathy kitty kathleen|charlotte lottie
|christine chris tina|deborah debbie|dorothy dot dolly|edith edie|eleanor ellie nell nellie|
elizabeth liz beth betty lizzie eliza bess libby elsie|emily em emmy|florence flo florrie|frances
fanny fran|georgina georgie|harriet hattie|helen nell ellen|isabella bella isabel|jane jenny|janet
jan|jennifer jen jenny|jessica jess jessie|josephine jo josie|judith judy|katherine kate kathy katie
|margaret maggie meg peggy madge greta daisy|martha patty mattie|mary polly molly may mamie|matilda
tilly|mildred millie|patricia pat patty trish|rebecca becky|samantha sam|sarah sally sadie|susan
sue susie|theresa terry tess|victoria vicky|winifred win winnie
"""


#: The level of two parts that stand in each other's column.
EXCHANGED = "in another part"

#: Likeness from which two parts may be one that was misspelt.
_LIKE = 0.85


class NameForm(NamedTuple):
    """A part of a name, with the parts that stand in the columns beside it."""

    own: str
    beside: str = ""


def read_part(values: tuple[str, ...]) -> NameForm | None:
    """Read a name part; None when it is empty, whatever stands beside it."""
    own = plain(values[0])
    return NameForm(own, " ".join(filter(None, map(plain, values[1:])))) if own else None


def _rows(text: str) -> Iterator[tuple[str, int]]:
    for place, row in enumerate(text.replace("\n", " ").split("|")):
        yield from ((name, place) for name in row.split())


def _nicknames(text: str) -> Mapping[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for name, row in _rows(text):
        found.setdefault(name, set()).add(row)
    return {name: frozenset(numbers) for name, numbers in found.items()}


_CALLED = _nicknames(_NICKNAMES)
_NOBODY: frozenset[int] = frozenset()


def own(form: NameForm) -> str:
    """Give the part itself."""
    return form.own


def _same(a: NameForm, b: NameForm) -> bool:
    return a.own == b.own


def _nickname(a: NameForm, b: NameForm) -> bool:
    return not _CALLED.get(a.own, _NOBODY).isdisjoint(_CALLED.get(b.own, _NOBODY))


def _exchanged(a: NameForm, b: NameForm) -> bool:
    """One part stands in the other's column, and the other is not against it.

    Else a family name entered as given name would make brothers of one person.
    """
    return _moved(a, b) or _moved(b, a)


def _moved(a: NameForm, b: NameForm) -> bool:
    return a.beside == b.own and (not b.beside or _like(a.own, b.beside))


def _like(a: str, b: str) -> bool:
    return OSA.distance(a, b) <= 1 or JaroWinkler.similarity(a, b) >= _LIKE


def _part(a: NameForm, b: NameForm) -> bool:
    """One of several words is the other name, or both have a word that the other has too."""
    first, second = set(a.own.split()), set(b.own.split())
    return len(first | second) > 1 and not first.isdisjoint(second)


def _initial(a: NameForm, b: NameForm) -> bool:
    return min(len(a.own), len(b.own)) == 1 and a.own[0] == b.own[0]


def _begins(a: NameForm, b: NameForm) -> bool:
    short, long = sorted((a.own, b.own), key=len)
    return len(short) >= 3 and long.startswith(short)


def _start(form: NameForm) -> str:
    return form.own[:3]


def _sound(form: NameForm) -> str:
    return skeleton(form.own.replace(" ", ""))


def _both(form: NameForm) -> str:
    return " ".join(sorted((form.own, form.beside))) if form.beside else ""


_HAVE_NICKNAMES = Counted(lambda form: (form.own in _CALLED,), lambda a, b: (a[0] & b[0]) > 0)
_MAY_BE_EXCHANGED = Counted(
    lambda form: (number(form.own), number(form.beside)),
    lambda a, b: (a[1] == b[0]) | (b[1] == a[0]),
)

NAME_PART = ValueKind(
    read_part,
    (
        Row("same", Holds(_same, alike(own)), 0.78, rare=True),
        Row("one letter", Alike(OSA.distance, most=1, text=own), 0.05, rare=True),
        Row("nickname", Holds(_nickname, _HAVE_NICKNAMES), 0.01),
        Row(EXCHANGED, Holds(_exchanged, _MAY_BE_EXCHANGED), 0.02),
        Row("very close", Alike(JaroWinkler.similarity, least=0.92, text=own), 0.03, rare=True),
        Row("shares a word", Holds(_part, meeting(lambda form: form.own.split())), 0.01),
        Row("initial", Holds(_initial, alike(lambda form: form.own[0])), 0.01),
        Row("beginning", Holds(_begins, alike(lambda form: form.own[:3])), 0.01),
        Row("close", Alike(JaroWinkler.similarity, least=0.8, text=own), 0.03),
        otherwise(start=0.05),
    ),
    {"value": own, "start": _start, "sound": _sound, "both": _both},
    own,
)


def read_whole(values: tuple[str, ...]) -> str | None:
    """Read a whole name as words in the order sent."""
    return plain(values[0]) or None


def _words(text: str) -> list[str]:
    return sorted(text.split())


def _in_order(text: str) -> str:
    return " ".join(_words(text))


def _other_order(a: str, b: str) -> bool:
    return _words(a) == _words(b)


def _words_missing(a: str, b: str) -> bool:
    short, long = sorted((set(a.split()), set(b.split())), key=len)
    return len(short) > 1 and short <= long


def _initials(a: str, b: str) -> bool:
    first, second = a.split(), b.split()
    if len(first) != len(second) or len(first) < 2:
        return False
    pairs = list(zip(first, second, strict=True))
    return all(x == y or (1 in {len(x), len(y)} and x[0] == y[0]) for x, y in pairs)


def _ends(name: str) -> tuple[str, str]:
    words = name.split()
    return words[0], words[-1]


def _beginnings(name: str) -> str:
    return " ".join(word[0] for word in name.split())


def _an_end(a: str, b: str) -> bool:
    """The first or the last word is the same."""
    first, second = a.split(), b.split()
    return len(first) > 1 < len(second) and (first[0] == second[0] or first[-1] == second[-1])


WHOLE_NAME = ValueKind(
    read_whole,
    (
        equal(start=0.7),
        Row("other order", Holds(_other_order, alike(_in_order)), 0.02, rare=True),
        Row("one letter", Alike(OSA.distance, most=1), 0.06, rare=True),
        Row("words missing", Holds(_words_missing, within(str.split)), 0.04),
        Row("initials", Holds(_initials, alike(_beginnings)), 0.01),
        Row("very close", Alike(token_sort_ratio, least=88), 0.06),
        Row("close", Alike(JaroWinkler.similarity, least=0.88), 0.03),
        Row("an end agrees", Holds(_an_end, meeting(_ends)), 0.03),
        otherwise(start=0.05),
    ),
    {
        "value": _in_order,
        "first": lambda name: name.split()[0],
        "last": lambda name: name.split()[-1],
        "sound": lambda name: skeleton(name.split()[0]) + skeleton(name.split()[-1]),
    },
    _in_order,
)
