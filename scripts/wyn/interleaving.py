"""A traced execution, laid out for a reader: one column per thread, and for each load the store that it saw."""

from __future__ import annotations

import io
import re
import textwrap
from collections import Counter
from dataclasses import dataclass, field

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

THREADS_START = "threads start"  # notes that an engine may write where the single-threaded parts end and begin
THREADS_ENDED = "threads ended"

_READS = {"load", "cas_lost"}
_UPDATES = {"rmw", "cas_won"}
_PLAIN = {"plain_read", "plain_write"}
_LEFT_OUT = "is left out"


@dataclass(frozen=True)
class Row:
    """One step."""

    number: int  # from 1
    thread: int
    kind: str
    site: str = ""  # the full name; none for plain accesses and notes
    order: str = ""
    action: str = ""  # "load bottom = 2"
    source: str = ""  # "from #9 T0 push.publish"
    stale: str = ""  # "stale: newest is #11 T0 take.reserve"
    mutation: str = ""  # what was changed at this site
    race: str = ""  # what this plain access races with
    makes: int = 0  # the number of the store it makes
    saw: int = 0  # the number of the store it saw
    blamed: bool = False  # one side of the race that is the failure

    @property
    def plain(self) -> bool:
        return self.kind in _PLAIN

    @property
    def note(self) -> bool:
        return self.kind == "note"

    @property
    def divides(self) -> bool:
        return self.note and self.action in (THREADS_START, THREADS_ENDED)

    @property
    def short_site(self) -> str:
        return short_site(self.site)


@dataclass(frozen=True)
class Interleaving:
    model: str
    state: str
    failure: str
    threads: list[str]  # the column titles
    mutations: list[str]
    rows: list[Row] = field(default_factory=list)
    setup: int = 0  # so many rows at the start may be folded: one thread acts alone

    @property
    def setup_text(self) -> str:
        """What the folded rows do, in a line."""
        folded = self.rows[: self.setup]
        done = ", ".join(row.action for row in folded if row.note and not row.divides)
        return f"{_steps(len(folded))} of T{folded[0].thread} alone" + (f": {done}" if done else "") if folded else ""


def lay_out(trace: dict, weaken: list[str] | None = None, omit: list[str] | None = None,
            variables: dict[str, str] | None = None) -> Interleaving:
    """The rows of a trace. `variables` maps a site to the variable it acts on, where that is known."""
    events = trace["events"]
    changes = _changes(weaken or [], omit or [])
    names = _Names(events, variables or {})
    stores = _stores(events)
    seen = _seen_by_updates(events)
    race = _race(events, trace.get("failure", ""))
    rows = [_row(i, event, names, stores, seen, changes, race) for i, event in enumerate(events)]
    return Interleaving(trace["model"], str(trace.get("state", "")).strip(), trace.get("failure", ""),
                        _titles(trace["model"], events), list(changes.values()), rows, _setup_length(events))


def short_site(site: str) -> str:
    """The site without its component."""
    return site.split(".", 1)[1] if site.count(".") > 1 else site


def _steps(count: int) -> str:
    return "1 step" if count == 1 else f"{count} steps"


def _changes(weaken: list[str], omit: list[str]) -> dict[str, str]:
    changes = {}
    for text in weaken:
        site, _, order = text.partition("=")
        changes[site] = f"{short_site(site)} runs as {order}"
    return changes | {site: f"{short_site(site)} {_LEFT_OUT}" for site in omit}


def _titles(model: str, events: list[dict]) -> list[str]:
    count = max((event["thread"] for event in events), default=0) + 1
    words = model.rsplit(".", 1)[-1].rsplit(":", 1)[-1].split("|")
    words += [""] * (count - len(words))
    if len(words) < 2:
        words = [""] * count
    return [f"T{i} {word}".strip() for i, word in enumerate(words)]


def _setup_length(events: list[dict]) -> int:
    for i, event in enumerate(events):
        if event["kind"] == "note" and event["text"] == THREADS_START:
            return i
    return _alone_length(events)


def _alone_length(events: list[dict]) -> int:
    """Whole operations before a second thread acts; an operation ends with a note."""
    alone = 0
    for i, event in enumerate(events):
        if event["thread"] != events[0]["thread"]:
            return alone
        if event["kind"] == "note":
            alone = i + 1
    return 0  # a single thread is the whole execution


def _stores(events: list[dict]) -> dict[int, dict]:
    """The events that made a store, by its number. The initial values have no event."""
    made = {}
    for event in events:
        if event["kind"] == "store" or event["kind"] in _UPDATES:
            made[event["stamp"]] = event
    return made


def _seen_by_updates(events: list[dict]) -> dict[int, int]:
    """The number of the store that each read-modify-write replaced, by its own number; 0: an initial value's."""
    seen: dict[int, int] = {}
    newest: dict[int, int] = {}
    for event in events:
        if event["kind"] in _UPDATES:
            seen[event["stamp"]] = newest.get(event["object"], 0)
        if event.get("latest"):
            newest[event["object"]] = event["latest"]
    return seen


def _race(events: list[dict], failure: str) -> tuple[int, int] | None:
    """The two accesses that a reported data race is between: the last step, and the last that conflicts with it."""
    if not failure.startswith("data race") or not events or events[-1]["kind"] not in _PLAIN:
        return None
    last = events[-1]
    for i in range(len(events) - 2, -1, -1):
        other = events[i]
        conflicts = "plain_write" in (other["kind"], last["kind"]) and other["kind"] in _PLAIN
        if conflicts and other["object"] == last["object"] and other["thread"] != last["thread"]:
            return i, len(events) - 1
    return None


class _Names:
    """Words for objects and values."""

    def __init__(self, events: list[dict], variables: dict[str, str]):
        self._objects = _object_names(events, variables)
        self._pointers: dict[int, str] = {}
        counts: Counter[str] = Counter()
        for event in events:
            for value in (event.get("value", 0), event.get("desired", 0)):
                if _is_pointer(value) and value not in self._pointers:
                    noun = re.sub(r"\(\d+\)$", "", self._objects.get(event["object"], "pointer")).strip("_")
                    counts[noun] += 1
                    self._pointers[value] = f"{noun}#{counts[noun]}"

    def object(self, number: int) -> str:
        return self._objects[number]

    def value(self, raw: int) -> str:
        return self._pointers.get(raw) or _number(raw)


def _object_names(events: list[dict], variables: dict[str, str]) -> dict[int, str]:
    chosen: dict[int, str] = {}
    for event in events:
        if event["kind"] not in ("note", "fence") and event["object"] not in chosen:
            chosen[event["object"]] = _object_noun(event["object"], events, variables)
    shared = {noun for noun, count in Counter(chosen.values()).items() if count > 1}
    counts: Counter[str] = Counter()
    for number, noun in chosen.items():
        counts[noun] += 1
        if noun in shared or noun == "plain":
            chosen[number] = f"{noun}({counts[noun]})"
    return chosen


def _object_noun(number: int, events: list[dict], variables: dict[str, str]) -> str:
    """The variable, where known; else what most sites that read the object are called after."""
    on_it = [e for e in events if e.get("site") and e["kind"] != "fence" and e["object"] == number]
    for event in on_it:
        if variables.get(event["site"]):
            return variables[event["site"]]
    reads = [e for e in on_it if e["kind"] == "load"] or on_it
    words = Counter(e["site"].rsplit(".", 1)[-1] for e in reads)
    return words.most_common(1)[0][0] if words else "plain"


def _is_pointer(value: int) -> bool:
    return 2**32 <= value < 2**47


def _number(raw: int) -> str:
    signed = raw - 2**64 if raw >= 2**63 else raw
    for limit, text in ((2**63, "2^63"), (-(2**63), "-2^63")):
        if abs(signed - limit) < 2**16:
            return text + (f"{signed - limit:+d}" if signed != limit else "")
    return str(signed) if abs(signed) < 2**32 else hex(raw)


def _row(i: int, event: dict, names: _Names, stores: dict[int, dict], seen: dict[int, int],
         changes: dict[str, str], race: tuple[int, int] | None) -> Row:
    kind, site = event["kind"], event.get("site", "")
    basic = {"number": i + 1, "thread": event["thread"], "kind": kind, "site": site, "order": event.get("order", "")}
    if kind == "note":
        return Row(**basic, action=event["text"])
    saw = seen[event["stamp"]] if kind in _UPDATES else event["stamp"] if kind in _READS else 0
    stale = kind == "load" and event["stamp"] != event["latest"]
    return Row(
        **basic,
        action=_action(event, names),
        source=f"from {_store(saw, stores)}" if saw or kind in _READS | _UPDATES else "",
        stale=f"stale: newest is {_store(event['latest'], stores)}" if stale else "",
        mutation=_mutation(event, changes),
        race=_race_text(i, race),
        makes=event["stamp"] if kind == "store" or kind in _UPDATES else 0,
        saw=saw,
        blamed=race is not None and i in race,
    )


def _mutation(event: dict, changes: dict[str, str]) -> str:
    """What is changed here. A compare-exchange that is left out reports the site of its failure, not its own."""
    left_out = [text for text in changes.values() if text.endswith(_LEFT_OUT)] if event["kind"] == "left_out" else []
    return changes.get(event.get("site", ""), "".join(left_out[:1]))


def _race_text(i: int, race: tuple[int, int] | None) -> str:
    if race is None or i not in race:
        return ""
    return f"races with step {race[0] + race[1] - i + 1}"


def _store(number: int, stores: dict[int, dict]) -> str:
    if number not in stores:
        return f"#{number} initial value" if number else "the initial value"
    made = stores[number]
    return f"#{number} T{made['thread']} {short_site(made['site'])}"


def _action(event: dict, names: _Names) -> str:
    kind = event["kind"]
    if kind == "fence":
        return "fence"
    on, value, desired = names.object(event["object"]), names.value(event["value"]), names.value(event["desired"])
    return {
        "load": f"load {on} = {value}",
        "store": f"store {on} = {value} as #{event['stamp']}",
        "rmw": f"rmw {on} = {value} -> {desired} as #{event['stamp']}",
        "cas_won": f"cas won {on} = {value} -> {desired} as #{event['stamp']}",
        "cas_lost": f"cas lost {on} = {value}",
        "left_out": f"{'operation' if event['stamp'] else 'store'} on {on} left out",
        "plain_read": f"read {on} = {value}",
        "plain_write": f"write {on} = {value}",
    }[kind]


def render(shown: Interleaving, width: int | None = None, colour: bool | None = None, plain: bool = False) -> str:
    """The interleaving as text. Width and colour are the terminal's unless given; `plain`: all plain accesses."""
    console = Console(file=io.StringIO() if colour is not None else None, width=width,
                      force_terminal=colour, highlight=False)
    with console.capture() as capture:
        print_interleaving(shown, console, plain)
    return capture.get()


def print_interleaving(shown: Interleaving, console: Console, plain: bool = False) -> None:
    """Prints to a console, which knows its width and whether it may use colour."""
    title = f"{shown.model}, execution {shown.state}" if shown.state else shown.model
    parts: list[RenderableType] = [Text(title, style="bold")]
    parts += [Text(f"mutated: {mutation}", style="magenta") for mutation in shown.mutations]
    parts.append(_grid(shown, console.width, plain))
    hidden = 0 if plain else sum(_hidden(row) for row in shown.rows[shown.setup:])
    if hidden:
        parts.append(Text(f"plain accesses that play no part, not shown: {hidden}", style="dim"))
    parts.append(Text(f"FAILED: {shown.failure}", style="bold red") if shown.failure else Text("held", style="green"))
    console.print(Group(*parts))


def _hidden(row: Row) -> bool:
    return row.plain and not row.blamed


def _grid(shown: Interleaving, width: int, plain: bool) -> Table:
    width = min(width, 8 + 100 * len(shown.threads))
    column = max((width - 8) // len(shown.threads) - 1, 12)
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), width=width)
    grid.add_column("", justify="right", style="dim", no_wrap=True, width=4)
    for title in shown.threads:
        grid.add_column(Text(title), ratio=1, overflow="fold")
    if shown.setup:
        folded = _packed([(shown.setup_text, "dim")], column)
        grid.add_row("..", *_in_column(shown, shown.rows[0].thread, folded))
    for row in shown.rows[shown.setup:]:
        if row.divides:
            grid.add_row("--", *[Text(f"-- {row.action}", style="dim")] * len(shown.threads))
        elif plain or not _hidden(row):
            grid.add_row(str(row.number), *_in_column(shown, row.thread, _cell(row, column)))
    return grid


def _in_column(shown: Interleaving, thread: int, text: Text) -> list[Text]:
    return [text if i == thread else Text("") for i in range(len(shown.threads))]


def _cell(row: Row, width: int) -> Text:
    if row.note:
        return Text(f"=> {row.action}", style="bold green")
    parts = [
        (f"{row.short_site} {row.order}".strip(), "bold magenta" if row.mutation else "bold"),
        (f"MUTATED: {row.mutation}" if row.mutation else "", "magenta"),
        (row.action, ""),
        (row.source, "cyan"),
        (row.stale.replace("stale", "STALE"), "bold yellow"),
        (row.race, "bold red"),
    ]
    return _packed([part for part in parts if part[0]], width)


def _packed(parts: list[tuple[str, str]], width: int) -> Text:
    """The parts in as few lines as the width allows, all but the first indented."""
    lines = [Text()]
    for text, style in parts:
        for i, piece in enumerate(textwrap.wrap(text, width - 2) or [""]):
            fits = i == 0 and len(lines[-1]) + 2 + len(piece) <= width
            if len(lines[-1]) == 0 or fits:
                lines[-1].append("  " if lines[-1] else "").append(piece, style)
            else:
                lines.append(Text("  ").append(piece, style))
    return Text("\n").join(lines)
