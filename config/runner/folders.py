"""Where everything lies. Nothing outside `.gedag/` (and node_modules) is ever written."""

import os
from dataclasses import dataclass
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent.parent
STATE = REPO / ".gedag"
REQUIREMENTS = REPO / "requirements"
VENV = STATE / "venv"
VENV_PYTHON = VENV / "bin" / "python"
TOOLS = STATE / "tools"
NODE = STATE / "node"
NODE_MODULES = REPO / "node_modules"
FRONTEND = STATE / "frontend"
STATIC = STATE / "static"
FONTS = STATE / "fonts"
SETUP_LOG = STATE / "setup.log"


@dataclass(frozen=True)
class DataFolder:
    """One running system's data; `run` has one, every `test` at the same time has its own."""

    path: Path

    @property
    def lock(self) -> Path:
        return self.path / "run.lock"

    @property
    def state(self) -> Path:
        """What runs now: addresses, process ids and environment (mode 0600: it holds passwords)."""
        return self.path / "run.json"

    @property
    def secrets(self) -> Path:
        return self.path / "secrets.json"

    @property
    def postgres(self) -> Path:
        return self.path / "postgres"

    @property
    def valkey(self) -> Path:
        return self.path / "valkey"

    @property
    def mail(self) -> Path:
        return self.path / "mail"

    @property
    def beat(self) -> Path:
        return self.path / "beat"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    def make(self) -> None:
        """Create the folder, closed to other people of this machine."""
        if not self.path.exists():
            self.path.mkdir(parents=True, exist_ok=True)
            self.path.chmod(0o700)  # whatever the umask; a folder that was there keeps its own mode
        for part in (self.logs, self.beat, self.valkey):
            part.mkdir(exist_ok=True, mode=0o700)


def running_data() -> DataFolder:
    """The data folder of `./gedag run`: `.gedag/data`, or GEDAG_DATA."""
    chosen = os.environ.get("GEDAG_DATA")
    return DataFolder(Path(chosen).expanduser().absolute() if chosen else STATE / "data")
