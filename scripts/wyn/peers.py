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
    build: tuple[str, ...]  # the command; nothing: CMake builds it
    place: Path = ROOT

    @functools.cache
    def works(self) -> list[str]:
        """What it can do. Empty: its program could not be built."""
        return run([self.program]).text.split() if self.program.exists() else []


def peers() -> list[Peer]:
    """In the order of the table."""
    cxx = ("-std=c++20", "-O3", "-DNDEBUG", "-fopenmp", f"-I{ROOT}", f"-I{ROOT / 'core'}", str(SOURCES / "openmp.cpp"), "-o")
    cmake = [Peer(name, PROGRAMS / "cmake" / "benchmarks" / "peers" / f"peer_{target}", ())
             for name, target in (("wyn", "wyn"), ("oneTBB", "onetbb"), ("called", "plain"), ("Boost.Fiber", "boost_fiber"))]
    rust = ("/usr/bin/cargo", "build", "--release", "--offline", f"--target-dir={PROGRAMS / 'rust'}")
    return [*cmake,
            Peer("libgomp", PROGRAMS / "peer_libgomp", ("g++", *cxx, str(PROGRAMS / "peer_libgomp"))),
            Peer("libomp", PROGRAMS / "peer_libomp", ("clang++", *cxx, str(PROGRAMS / "peer_libomp"))),
            Peer("rayon", PROGRAMS / "rust" / "release" / "peer_rayon", rust, SOURCES / "rust"),
            Peer("tokio", PROGRAMS / "rust" / "release" / "peer_tokio", rust, SOURCES / "rust"),
            Peer("Go", PROGRAMS / "peer_go", ("/usr/bin/go", "build", "-o", str(PROGRAMS / "peer_go"), "main.go"), SOURCES / "go")]


def built(say: Callable[[str], None]) -> list[Peer]:
    """The peers that could be built, wyn first; each other one is named with what was said."""
    PROGRAMS.mkdir(parents=True, exist_ok=True)
    for name, command in {"CMake's peers": None, **{peer.name: peer for peer in peers() if peer.build}}.items():
        output = _cmake() if command is None else run(command.build, cwd=command.place, env=_RUST)
        if not output.ok:
            say(f"left out: {name} does not build here\n{output.tail(8)}")
    return [peer for peer in peers() if peer.works()]


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
    """A peer's program, prepared for one work. While it is not asked it is stopped, so that it takes nobody's time."""

    def __init__(self, peer: Peer, work: str, size: int, threads: int) -> None:
        self.peer = peer
        self.taken: list[list[float]] = []
        self._program = subprocess.Popen(
            [peer.program, work, str(size), str(threads)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env={**os.environ, "OMP_NUM_THREADS": str(threads)})
        try:
            if (answer := self._answer(PREPARES_AT_MOST)) != "ready":
                raise PeerFailed(f"{peer.name} answered '{answer}', not 'ready'")
        except PeerFailed:
            self.close()
            raise
        self._program.send_signal(signal.SIGSTOP)

    def once(self, patience: float) -> list[float]:
        """Does the work once. Raises PeerFailed, also if there is no answer within so many seconds."""
        self._program.send_signal(signal.SIGCONT)
        time.sleep(0.02)
        try:
            self._program.stdin.write("\n")
            self._program.stdin.flush()
        except BrokenPipeError:
            pass
        answer = self._answer(patience)
        self._program.send_signal(signal.SIGSTOP)
        try:
            return [float(word) for word in answer.split()]
        except ValueError:
            raise PeerFailed(f"{self.peer.name} answered '{answer}'") from None

    def close(self) -> None:
        self._program.send_signal(signal.SIGCONT)
        self._program.kill()
        self._program.communicate()

    def _answer(self, patience: float) -> str:
        ready, _, _ = select.select([self._program.stdout], [], [], patience)
        if not ready:
            raise PeerFailed(f"{self.peer.name} did not answer within {patience:.0f} s")
        line = self._program.stdout.readline()
        if line:
            return line.strip()
        status = self._program.wait()
        raise PeerFailed(f"{self.peer.name} ended with status {status}: {self._program.stderr.read().strip()[-300:]}")
