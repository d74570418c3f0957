"""The schedulers that wyn is compared with: what they are built from, and their programs while they run."""

from __future__ import annotations

import functools
import os
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from wyn.project import BUILD, ROOT
from wyn.shell import Output, run

SOURCES = ROOT / "benchmarks" / "peers"
PROGRAMS = BUILD / "peers"
# What `./bench compare` installs for its peers, beside what scripts/install installs for everybody.
PACKAGES = ("golang-go", "rustc", "cargo", "librust-rayon-dev", "librust-tokio-dev", "libomp-dev", "libboost-fiber-dev",
            "python3-matplotlib")
PREPARES_AT_MOST = 120.0  # seconds


class PeerFailed(Exception):
    """It gave a wrong result, ended, or did not answer; the message has its words."""


@dataclass(frozen=True)
class Peer:
    """A scheduler, or none at all."""

    name: str
    program: Path
    build: tuple[str, ...] = ()  # the command; nothing: CMake builds it
    place: Path = ROOT
    copies: int = 1  # of the program, which do the work at the same time
    only: tuple[str, ...] = ()  # the works that it is asked for; nothing: all that it can do

    @functools.cache
    def works(self) -> list[str]:
        """What it can do. Empty: its program could not be built."""
        able = run([self.program]).text.split() if self.program.exists() else []
        return [name for name in able if not self.only or name in self.only]


# What schedulers are held against, and are not.
REFERENCES = ("called", "two copies", "bare")


def peers() -> list[Peer]:
    """In the order of the table."""
    cxx = ("-std=c++20", "-O3", "-DNDEBUG", "-fopenmp", f"-I{ROOT}", f"-I{ROOT / 'core'}", str(SOURCES / "openmp.cpp"), "-o")
    cmake = [Peer(name, PROGRAMS / "cmake" / "benchmarks" / "peers" / f"peer_{target}", ())
             for name, target in (("wyn", "wyn"), ("oneTBB", "onetbb"), ("called", "plain"), ("bare", "bare"),
                                  ("Boost.Fiber", "boost_fiber"))]
    cmake.append(Peer("two copies", cmake[2].program, copies=2, only=("fib", "skynet", "queens", "tree")))
    rust = ("/usr/bin/cargo", "build", "--release", "--offline", f"--target-dir={PROGRAMS / 'rust'}")
    return [*cmake,
            Peer("libgomp", PROGRAMS / "peer_libgomp", ("g++", *cxx, str(PROGRAMS / "peer_libgomp"))),
            Peer("libomp", PROGRAMS / "peer_libomp", ("clang++", *cxx, str(PROGRAMS / "peer_libomp"))),
            Peer("rayon", PROGRAMS / "rust" / "release" / "peer_rayon", rust, SOURCES / "rust"),
            Peer("crossbeam", PROGRAMS / "rust" / "release" / "peer_crossbeam", rust, SOURCES / "rust"),
            Peer("tokio", PROGRAMS / "rust" / "release" / "peer_tokio", rust, SOURCES / "rust"),
            Peer("Go", PROGRAMS / "peer_go", ("/usr/bin/go", "build", "-o", str(PROGRAMS / "peer_go"), "main.go"), SOURCES / "go")]


# Peers that Debian does not have: a file in a checkout by which it is known, and how a program is built with it.
CHECKOUTS = {
    "libfork": ("include/libfork.hpp", ("libfork.cpp", "-I{}/include")),
    "TooManyCooks": ("include/tmc/all_headers.hpp", ("toomanycooks.cpp", "-I{}/include", "-mcx16")),
    "Taskflow": ("taskflow/taskflow.hpp", ("taskflow.cpp", "-I{}")),
    "lace": ("src/lace.c", ("lace/lace.cpp", "-I{}/src", "-I{sources}/lace", "-x", "c", "{}/src/lace.c")),
}


def from_checkouts(given: list[str]) -> list[Peer]:
    """Of words PEER=DIRECTORY. Raises ValueError, with what to do."""
    made = []
    for word in given:
        name, _, place = word.partition("=")
        if name not in CHECKOUTS:
            raise ValueError(f"--checkout is PEER=DIRECTORY, and '{name}' is no such peer\npeers: {', '.join(CHECKOUTS)}")
        sign, words = CHECKOUTS[name]
        if not (Path(place) / sign).is_file():
            raise ValueError(f"--checkout {word}: there is no {sign} in it")
        source, *flags = (part.format(Path(place).resolve(), sources=SOURCES) for part in words)
        program = PROGRAMS / f"peer_{name.lower()}"
        made.append(Peer(name, program, ("g++", "-std=c++20", "-O3", "-DNDEBUG", "-pthread", f"-I{ROOT}", str(SOURCES / source), *flags,
                                         "-o", str(program))))
    return made


def built(elsewhere: list[Peer], say: Callable[[str], None]) -> list[Peer]:
    """The peers that could be built, wyn first; each other one is named with what was said."""
    PROGRAMS.mkdir(parents=True, exist_ok=True)
    all_peers = [*peers(), *elsewhere]
    for name, command in {"CMake's peers": None, **{peer.name: peer for peer in all_peers if peer.build}}.items():
        output = _cmake() if command is None else run(command.build, cwd=command.place, env=_RUST)
        if not output.ok:
            say(f"left out: {name} does not build here\n{output.tail(8)}")
            # What an earlier build has left is not what is asked about.
            all_peers = [peer for peer in all_peers if peer.name != name and (command is not None or peer.build)]
    return [peer for peer in all_peers if peer.works()]


# Debian's compiler, not one that the user has installed beside it.
_RUST = {"RUSTC": "/usr/bin/rustc", "GOFLAGS": "-mod=mod", "GO111MODULE": "off", "GOCACHE": str(PROGRAMS / "go-cache")}


def _cmake() -> Output:
    place = PROGRAMS / "cmake"
    configured = run(["cmake", "-S", ROOT, "-B", place, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_CXX_COMPILER=g++",
                      "-DWYN_BUILD_TESTS=OFF", "-DWYN_BUILD_PEERS=ON", "-DWYN_BUILD_BENCHMARKS=ON"])
    return run(["cmake", "--build", place, "--target", "benchmarks/peers/all"]) if configured.ok else configured


def install() -> bool:
    """Installs what the peers need, if that may be done. False: some is missing, and its peers are left out."""
    missing = [name for name in PACKAGES
               if "installed" not in run(["dpkg-query", "-W", "-f=${db:Status-Status}", name]).text]
    if not missing:
        return True
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return False
    return run(["apt-get", "install", "-y", "--no-install-recommends", *missing], env={"DEBIAN_FRONTEND": "noninteractive"}).ok


class Running:
    """A peer's program, prepared for one work, or several copies of it. While it is not asked it is stopped, so that it takes
    nobody's time."""

    def __init__(self, peer: Peer, work: str, size: int, threads: int) -> None:
        self.peer = peer
        self.taken: list[list[float]] = []
        self.spent = 0.0  # seconds, in all rounds
        each = 1 if peer.copies > 1 else threads
        self._programs = [subprocess.Popen(
            [peer.program, work, str(size), str(each)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env={**os.environ, "OMP_NUM_THREADS": str(each)}) for _ in range(peer.copies)]
        try:
            for program in self._programs:
                if (answer := self._answer(program, PREPARES_AT_MOST)) != "ready":
                    raise PeerFailed(f"{peer.name} answered '{answer}', not 'ready'")
        except PeerFailed:
            self.close()
            raise
        self._signal(signal.SIGSTOP)

    def once(self, patience: float) -> list[float]:
        """Does the work once; of copies, the longest of their times, shared among them. Raises PeerFailed, also if there is no
        answer within so many seconds."""
        self._signal(signal.SIGCONT)
        time.sleep(0.02)
        for program in self._programs:
            try:
                program.stdin.write("\n")
                program.stdin.flush()
            except BrokenPipeError:
                pass  # its answer says why
        answers = [self._answer(program, patience) for program in self._programs]
        self._signal(signal.SIGSTOP)
        try:
            figures = zip(*([float(word) for word in answer.split()] for answer in answers), strict=True)
            return [max(of_copies) / self.peer.copies for of_copies in figures]
        except ValueError:
            raise PeerFailed(f"{self.peer.name} answered '{answers[0]}'") from None

    def close(self) -> None:
        self._signal(signal.SIGCONT)
        for program in self._programs:
            program.kill()
            program.communicate()

    def _signal(self, which: signal.Signals) -> None:
        for program in self._programs:
            program.send_signal(which)

    def _answer(self, program: subprocess.Popen[str], patience: float) -> str:
        ready, _, _ = select.select([program.stdout], [], [], patience)
        if not ready:
            raise PeerFailed(f"{self.peer.name} did not answer within {patience:.0f} s")
        line = program.stdout.readline()
        if line:
            return line.strip()
        status = program.wait()
        raise PeerFailed(f"{self.peer.name} ended with status {status}: {program.stderr.read().strip()[-300:]}")
