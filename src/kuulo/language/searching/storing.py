"""Arrays in folders: written once, whole or not at all, and mapped into memory when they are opened."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]


def write_arrays(
    folder: Path, arrays: Mapping[str, NDArray[Any]], more: Callable[[Path], None] = lambda _folder: None
) -> None:
    """Write arrays into a folder of their own, which appears when all of them are there; one that is there stays.

    ``more`` may write further files into the folder before it appears.
    """
    if folder.exists():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
    for name, values in arrays.items():
        np.save(new / f"{name}.npy", np.ascontiguousarray(values), allow_pickle=False)
    more(new)
    new.rename(folder)


def read_arrays(folder: Path) -> Arrays:
    """Return the arrays of a folder, mapped: what is not looked at takes no memory."""
    return {
        # An empty file cannot be mapped.
        file.stem: np.load(file, mmap_mode=None if file.stat().st_size < 4096 else "r", allow_pickle=False)
        for file in sorted(folder.glob("*.npy"))
    }


def remove_others(folder: Path, keep: set[str]) -> None:
    """Remove all folders but those named; who has their arrays open reads on."""
    for each in folder.iterdir():
        if each.is_dir() and each.name not in keep:
            shutil.rmtree(each)
