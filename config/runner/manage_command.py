"""`./gedag manage …`: manage.py on the running system, or with its servers up for the duration."""

import sys
from collections.abc import Sequence
from pathlib import Path

from config.runner.environment import addresses, base_environment, demo_wanted, erasure_list, sending_mark
from config.runner.folders import REPO, DataFolder, running_data
from config.runner.hold import hold, is_held, read_state
from config.runner.keys import load_keys
from config.runner.ports import web_ports
from config.runner.process import foreground
from config.runner.servers import start_servers
from config.runner.setup_tools import say
from config.runner.stack import Stack, StopRequested


def manage(arguments: Sequence[str]) -> int:
    """Run manage.py with these arguments and answer with its exit code. Raises Refusal."""
    data = running_data()
    command: list[str | Path] = [sys.executable, REPO / "manage.py", *arguments]
    if is_held(data):
        shared = read_state(data).get("env")
        if shared:
            return foreground(command, base_environment(load_keys(data.secrets)) | shared)
    with hold(data):
        stack = Stack(data, say, "manage")
        try:
            with stack.signals():
                return foreground(command, _environment(stack, data))
        except StopRequested:
            return 130


def _environment(stack: Stack, data: DataFolder) -> dict[str, str]:
    keys = load_keys(data.secrets)
    where = addresses(web_ports())
    env = base_environment(keys) | start_servers(stack, data, keys, durable=True)
    env |= {"GEDAG_URL_DEELNEMER": where["deelnemer"], "GEDAG_URL_BEHEER": where["beheer"]}
    env["GEDAG_DEMO"] = demo_wanted()
    env["GEDAG_SENDING_MARK"] = sending_mark(data)
    env["GEDAG_ERASURE_LIST"] = erasure_list(data)
    return env
