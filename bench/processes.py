"""Sender processes of their own, and how much memory they hold."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from blueprints.core.config import ROOT

EVERY = 0.5  # seconds


class Process:
    """`flask newsletter deliver --json`, watched."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.running = subprocess.Popen(
            [sys.executable, "-m", "flask", "newsletter", "deliver", "--json"],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._held: list[tuple[float, float]] = []
        threading.Thread(target=self._watch, daemon=True).start()

    def told(self) -> str:
        """What it said when it had ended well."""
        said, trouble = self.running.communicate()
        if self.running.returncode:
            raise SystemExit(f"exit {self.running.returncode}: {trouble}")
        return said

    @property
    def most_memory(self) -> float:
        """MB."""
        return max((held for _, held in self._held), default=0.0)

    @property
    def seconds(self) -> float:
        """How long it was watched."""
        return self._held[-1][0] - self._held[0][0] if self._held else 0.0

    @property
    def slope(self) -> float:
        """MB a minute, by least squares, over all but the first tenth."""
        held = self._held[len(self._held) // 10 :]
        if len(held) < 3:
            return 0.0
        mean_time = sum(moment for moment, _ in held) / len(held)
        mean = sum(memory for _, memory in held) / len(held)
        spread = sum((moment - mean_time) ** 2 for moment, _ in held)
        return 60 * sum((moment - mean_time) * (memory - mean) for moment, memory in held) / spread

    def _watch(self) -> None:
        status = Path(f"/proc/{self.running.pid}/status")
        while self.running.poll() is None:
            try:
                lines = status.read_text(encoding="ascii").splitlines()
            except OSError:
                return
            held = [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")]
            self._held.extend((time.monotonic(), memory) for memory in held)
            time.sleep(EVERY)
