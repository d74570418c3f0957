"""Where things are, and what there is to judge."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
CORE = ROOT / "core"
SEAM = CORE / "wyn" / "sync"
MODELS = ROOT / "models"


def components() -> list[str]:
    """Every verified structure: a folder of models whose name is a file's outside the seam."""
    outside = (p for p in (CORE / "wyn").rglob("*.hpp") if SEAM not in p.parents)
    return sorted(p.stem for p in outside if (MODELS / p.stem).is_dir())
