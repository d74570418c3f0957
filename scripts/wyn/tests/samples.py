"""A trace and a report, small enough to know by heart."""

from __future__ import annotations

import copy

ARRAY = 0x5600_0000_1000
OTHER_ARRAY = 0x5600_0000_2000


def event(kind: str, thread: int, site: str = "", order: str = "", on: int = 0, value: int = 0, desired: int = 0,
          stamp: int = 0, latest: int = 0) -> dict:
    made = {"kind": kind, "thread": thread, "object": on, "value": value, "desired": desired, "stamp": stamp,
            "latest": latest}
    return made | ({"site": site, "order": order} if site else {})


def note(thread: int, text: str) -> dict:
    return {"kind": "note", "thread": thread, "text": text}


def trace() -> dict:
    """bottom is object 1 (store 1 initial), top is object 0 (store 2 initial), array is object 3 (store 3 initial)."""
    return {
        "model": "deque.exactly_once.p:pt|s", "state": "26 ", "search": "random",
        "failure": "an element came out twice",
        "events": [
            event("plain_write", 1, on=2, value=3),
            event("store", 1, "deque.push.publish", "release", 1, 1, stamp=4, latest=4),
            note(1, "push 1"),
            note(1, "threads start"),
            event("load", 0, "deque.push.array", "relaxed", 3, ARRAY, stamp=3, latest=3),
            event("store", 0, "deque.take.reserve", "release", 1, 2**64 - 1, stamp=5, latest=5),
            event("fence", 0, "deque.take.fence", "relaxed"),
            event("load", 1, "deque.steal.bottom", "acquire", 1, 1, stamp=4, latest=5),
            event("plain_read", 1, on=2, value=3),
            event("cas_won", 1, "deque.steal.claim", "seq_cst", 0, 0, 1, stamp=6, latest=6),
            event("cas_won", 0, "deque.steal.claim", "seq_cst", 0, 1, 2, stamp=7, latest=7),
            event("cas_lost", 1, "deque.steal.claim_lost", "relaxed", 0, 2, 3, stamp=7, latest=7),
            note(1, "steal 1"),
            note(0, "threads ended"),
        ],
    }


def race() -> dict:
    return {
        "model": "deque.growth.p|s", "state": "9 ", "search": "random",
        "failure": "data race: a plain read is not ordered after a write",
        "events": [
            event("plain_write", 1, on=4, value=7),
            event("plain_write", 0, on=5, value=1),
            event("plain_write", 0, on=4, value=2),
            event("plain_read", 0, on=5, value=1),
            event("plain_read", 1, on=5, value=1),
        ],
    }


def mutant(change: str, execution: int = 0, searched: int = 1000) -> dict:
    killed = execution > 0
    return {"change": change, "killed": killed, "model": "deque.exactly_once.pptt|ss" if killed else "",
            "execution": execution, "failure": "an element came out twice" if killed else "",
            "state": f"{execution} " if killed else "", "searched": searched}


def site(name: str, order: str, mutants: list[dict], reason: str = "", pairs: list[str] | None = None) -> dict:
    return {"name": name, "file": "core/wyn/lockfree/deque.hpp", "line": 216, "operation": "store", "order": order,
            "variable": "bottom_", "pairs": pairs or [], "without": "a thief claims an element half written",
            "mutants": mutants, "reason": reason}


def lens(name: str, findings: list[dict] | None = None, component: str = "deque") -> dict:
    return {"lens": name, "component": component, "summary": f"{name} looked", "seconds": 1.5,
            "green": not findings, "findings": findings or []}


def finding(message: str, at: str = "", replay: str = "") -> dict:
    location = "core/wyn/lockfree/deque.hpp:216" if at else ""
    return {"message": message, "site": at, "location": location, "replay": replay}


def model(name: str, executions: int, search: str = "random", held: bool = True) -> dict:
    return {"model": name, "statement": "every element leaves exactly once", "threads": 2, "search": search,
            "executions": executions, "held": held, "complete": True, "failure": "" if held else "an element was lost"}


def green_report() -> dict:
    return {
        "command": "./gate deque", "started": "2026-01-02T03:04:05+00:00", "seconds": 61.0, "verdict": "green",
        "machine": "2 cores", "revision": "abc123", "budgets": {"executions": 100000},
        "lenses": [lens("lint"), lens("models"), lens("mutants")],
        "sites": [
            site("deque.push.publish", "release", [mutant("relaxed", 2), mutant("omitted", 1)],
                 pairs=["deque.steal.top"]),
            site("deque.steal.top", "acquire", [mutant("relaxed")], reason="the fence orders it already"),
        ],
        "models": [model("deque.exactly_once.pptt|ss", 100000), model("deque.exactly_once.pt|s", 5000, "bound")],
        "failures": [],
    }


def red_report() -> dict:
    report = green_report()
    report["verdict"] = "red"
    report["lenses"][1] = lens("models", [finding("twice <b>", "deque.push.publish", "deque-1")])
    report["failures"] = [{"id": "deque-1", "model": "deque.exactly_once.p:pt|s",
                           "weaken": ["deque.take.fence=relaxed"], "omit": [], "search": "random", "state": "26 ",
                           "failure": "an element came out twice", "trace": trace()}]
    return report


def shard(index: int, count: int = 2, **changes: object) -> dict:
    return copy.deepcopy(green_report()) | {"shard": {"index": index, "count": count, "first": 1}} | changes
