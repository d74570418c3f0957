"""Programs outside the tree that link wyn: installed or fetched, static or shared, through CMake or pkg-config."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from wyn.project import BUILD, ROOT
from wyn.result import Finding, LensResult
from wyn.shell import cores, run

SOURCES = ROOT / "scripts" / "consumers"
FROM_CXX = SOURCES / "from_cxx.cpp"
FROM_C = ROOT / "stress" / "c_api" / "from_c.c"
WARNINGS = ("-Wall", "-Wextra", "-Wpedantic", "-Werror")
SONAME = "libwyn.so.0.1"
# What a shared library may show; by itself, so that a mistake in core/wyn.map is seen.
OWN_NAMES = ("wyn_", "_ZN3wyn", "_ZNK3wyn", "_ZZN3wyn", "_ZZNK3wyn", "_ZGVZN3wyn", "_ZGVZNK3wyn", "_ZTIN3wyn", "_ZTSN3wyn", "_ZTVN3wyn")


class StepFailed(Exception):
    """What was tried, and what it said."""


@dataclass
class Kind:
    """One way to build wyn."""

    cxx: str
    c: str
    shared: bool

    @property
    def linkage(self) -> str:
        return "shared" if self.shared else "static"

    @property
    def name(self) -> str:
        return f"{self.cxx}, {self.linkage}"

    @property
    def place(self) -> Path:
        return BUILD / "consumers" / f"{self.cxx}-{self.linkage}"

    @property
    def prefix(self) -> Path:
        return self.place / "prefix"

    @property
    def configuration(self) -> list[str]:
        return [f"-DCMAKE_CXX_COMPILER={self.cxx}", f"-DCMAKE_C_COMPILER={self.c}", "-DCMAKE_BUILD_TYPE=Release",
                f"-DBUILD_SHARED_LIBS={'ON' if self.shared else 'OFF'}"]


KINDS = [Kind(cxx, c, shared) for cxx, c in (("g++", "gcc"), ("clang++", "clang")) for shared in (False, True)]


def tested(kind: Kind) -> LensResult:
    result = LensResult("consumers", kind.name, "installed and fetched, from C++ and C")
    shutil.rmtree(kind.place, ignore_errors=True)
    try:
        _install(kind)
        _use_the_package(kind)
        _use_pkg_config(kind)
        _fetch(kind)
        if kind.shared:
            _look_inside(kind)
        else:
            _unload_a_plugin(kind)
    except StepFailed as failed:
        result.summary = "failed"
        result.findings.append(Finding(str(failed)))
    return result


def step(what: str, command: list[object], env: dict | None = None, place: Path = ROOT) -> str:
    output = run(command, timeout=600, env=env, cwd=place)
    if not output.ok or "warning:" in output.text + output.errors:
        raise StepFailed(f"{what}: {' '.join(map(str, command))}\n{output.tail()}")
    return output.text


def _build(what: str, source: Path, place: Path, options: list[str]) -> None:
    step(what, ["cmake", "-G", "Ninja", "-S", source, "-B", place, *options])
    step(what, ["cmake", "--build", place, "-j", cores()])


def _install(kind: Kind) -> None:
    place = kind.place / "wyn"
    _build("building wyn", ROOT, place, [*kind.configuration, "-DWYN_BUILD_TESTS=OFF"])
    step("installing", ["cmake", "--install", place, "--prefix", kind.prefix])


def _use_the_package(kind: Kind) -> None:
    place = kind.place / "installed"
    _build("find_package", SOURCES / "installed", place, [*kind.configuration, f"-DCMAKE_PREFIX_PATH={kind.prefix}"])
    for program in ("from_cxx", "from_c"):
        step("running", [place / program])
    place = kind.place / "c_only"
    _build("find_package from C", SOURCES / "c_only", place, [f"-DCMAKE_PREFIX_PATH={kind.prefix}", f"-DCMAKE_C_COMPILER={kind.c}"])
    step("running", [place / "from_c"])


def _use_pkg_config(kind: Kind) -> None:
    """Without CMake: a compiler and what pkg-config says."""
    described = next(kind.prefix.rglob("wyn.pc"), None)
    if described is None:
        raise StepFailed(f"no wyn.pc below {kind.prefix}")
    words = step("pkg-config", ["pkg-config", "--cflags", "--libs", "wyn"], {"PKG_CONFIG_PATH": str(described.parent)}).split()
    libraries = {"LD_LIBRARY_PATH": str(described.parent.parent)}
    for compiler, source, standard in ((kind.cxx, FROM_CXX, "-std=c++20"), (kind.c, FROM_C, "-std=c99")):
        program = kind.place / f"pkg_config_{source.stem}"
        step("pkg-config", [compiler, standard, *WARNINGS, source, "-o", program, *words])
        step("running", [program], libraries)


def _fetch(kind: Kind) -> None:
    place = kind.place / "fetched"
    _build("FetchContent", SOURCES / "fetched", place, [*kind.configuration, f"-DWYN_SOURCE={ROOT}"])
    step("running", [place / "from_cxx"])


def _unload_a_plugin(kind: Kind) -> None:
    """Static in a shared object that hides its names: its mapping goes with it, and nothing is left."""
    plugin, host = kind.place / "plugin.so", kind.place / "host"
    library = next(kind.prefix.rglob("libwyn.a"))
    unique = ["-fno-gnu-unique"] if kind.cxx == "g++" else []
    step("plugin", [kind.cxx, "-std=c++20", "-O2", *WARNINGS, "-shared", "-fPIC", "-fvisibility=hidden",
                     "-fvisibility-inlines-hidden", *unique, f"-I{kind.prefix / 'include'}", SOURCES / "plugin.cpp",
                     "-o", plugin, library, "-pthread"])
    step("plugin's host", [kind.c, "-std=c99", *WARNINGS, SOURCES / "host.c", "-o", host, "-ldl", "-pthread"])
    step("running", [host, plugin])


def _look_inside(kind: Kind) -> None:
    library = next(kind.prefix.rglob("libwyn.so"))
    if f"[{SONAME}]" not in step("SONAME", ["readelf", "-d", library]):
        raise StepFailed(f"the shared library is not called {SONAME}")
    symbols = [line.split()[-1] for line in step("symbols", ["nm", "-D", "--defined-only", library]).splitlines()]
    strange = [name for name in symbols if not name.startswith(OWN_NAMES)]
    if strange or "wyn_spawn_fast" not in symbols:
        raise StepFailed(f"the shared library shows what is not its own: {', '.join(strange[:5]) or 'and not wyn_spawn_fast'}")
