"""What the numbers of a bench were measured on."""

from __future__ import annotations

import os
import platform
from pathlib import Path


def machine() -> dict[str, object]:
    """Return the machine's processor, cores, memory and system, and Python's version, as far as they can be read."""
    return {
        "processor": _told("/proc/cpuinfo", "model name") or platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": _told("/etc/os-release", "PRETTY_NAME").strip('"') or platform.platform(),
        "python": platform.python_version(),
    }


def _told(file: str, name: str) -> str:
    """Return the first value that a file of names and values gives for a name; empty where it gives none."""
    path = Path(file)
    if not path.is_file():
        return ""
    for line in path.read_text(encoding="utf-8").splitlines():
        for sign in (":", "="):
            key, found, value = line.partition(sign)
            if found and key.strip() == name:
                return value.strip()
    return ""
