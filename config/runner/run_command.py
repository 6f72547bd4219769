"""`./gedag run`: everything up, addresses printed, then quietly keeping it so."""

import os
import signal
import sys
from collections.abc import Mapping

from config.capacity import CONNECTIONS, THREADS
from config.runner import demo_phone, static_files
from config.runner.environment import (
    addresses,
    base_environment,
    erasure_list,
    of_face,
    sending_mark,
    web_environment,
    without_secrets,
)
from config.runner.folders import REPO, DataFolder, running_data
from config.runner.hold import hold
from config.runner.http_check import answers_http
from config.runner.keys import load_keys
from config.runner.ports import WebPorts, free_port, refuse_taken, web_ports
from config.runner.process import Program
from config.runner.servers import start_servers
from config.runner.setup_tools import say
from config.runner.stack import Stack, StopRequested

_AFTER_A_CRASH = 6.0


def run() -> int:
    """Start everything and stay until Ctrl-C or SIGTERM; answers 0 after such a stop. Raises Refusal."""
    data = running_data()
    ports = web_ports()
    with hold(data) as cut_off:
        refuse_taken(ports, patience=_AFTER_A_CRASH if cut_off else 0.0)
        stack = Stack(data, say, "run")
        try:
            with stack.signals():
                sign_ins = _start(stack, data, ports)
                print(_announcement(stack.facts["addresses"], sign_ins, data), flush=True)
                stack.watch()
        except StopRequested:
            say("\nGestopt. Alles is bewaard.")
    return 0


def _start(stack: Stack, data: DataFolder, ports: WebPorts) -> str:
    keys = load_keys(data.secrets)
    where = addresses(ports)
    own_mail = not os.environ.get("EMAIL_URL")
    smtp_port = free_port() if own_mail else None
    if not own_mail:
        del where["mail"]
    env = base_environment(keys)
    say("Gedag start …")
    env |= start_servers(stack, data, keys, durable=True)
    env |= web_environment(where, smtp_port)
    env["GEDAG_SENDING_MARK"] = sending_mark(data)
    env["GEDAG_ERASURE_LIST"] = erasure_list(data)
    stack.facts |= {"addresses": where, "env": _shared(env)}
    pages = [
        web_face("deelnemer", ports.deelnemer, where["deelnemer"], env, data, workers=web_workers()),
        web_face("beheer", ports.beheer, where["beheer"], env, data, workers=1),
    ]
    if smtp_port is not None:
        pages.append(mail_program(smtp_port, ports.mail, env, data))
    # The faces read the list of static files once, when they start; with that in place both can begin together.
    early = static_files.up_to_date()
    if early:
        stack.launch(*pages)
    steps = [
        "migrate",
        "library",
        *([] if early else ["static"]),
        *(["demo"] if env["GEDAG_DEMO"] == "1" else []),
    ]
    prepare = [sys.executable, "-P", "-m", "config.runner.prepare", *steps]
    say("  Database, bibliotheek en demo klaarzetten (de eerste keer tot een halve minuut) …")
    sign_ins = stack.run_to_end("voorbereiding", prepare, env)
    if not early:
        stack.launch(*pages)
    stack.wait_ready(*pages)
    stack.launch(*task_programs(env, data))
    return sign_ins


def _shared(env: Mapping[str, str]) -> dict[str, str]:
    """What `./gedag manage` needs to work on the running system."""
    names = (
        "DATABASE_URL",
        "REDIS_URL",
        "SECRET_KEY",
        "GEDAG_PRIVATE_KEYS",
        "EMAIL_URL",
        "GEDAG_URL_",
        "GEDAG_DEMO",
        "GEDAG_MAIL_PAGE",
        "GEDAG_SENDING_MARK",
        "GEDAG_ERASURE_LIST",
    )
    return {name: value for name, value in env.items() if name.startswith(names)}


def web_workers() -> int:
    """Processes of the participants' face: GEDAG_WEB_WORKERS, default 2."""
    value = os.environ.get("GEDAG_WEB_WORKERS", "")
    return int(value) if value.isdigit() and int(value) > 0 else 2


def web_face(
    face: str, port: int, url: str, env: Mapping[str, str], data: DataFolder, *, workers: int
) -> Program:
    """One web face in granian. Its threads are for the gate (config/gate.py), which lets a few of them work at once."""
    options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)]
    limits = [
        "--blocking-threads",
        str(THREADS),
        "--backlog",
        str(CONNECTIONS),
        "--backpressure",
        str(CONNECTIONS),
    ]
    limits += ["--workers-kill-timeout", "2", "--respawn-failed-workers", "--no-ws"]
    lines = ["--log-config", str(REPO / "config" / "granian_log.json")]
    return Program(
        name=face,
        argv=[sys.executable, "-P", "-m", "granian", *options, *limits, *lines, "config.wsgi:application"],
        env=of_face(env, face),
        log=data.logs / f"{face}.log",
        stop=(signal.SIGTERM, signal.SIGKILL),
        ready=answers_http(port, url),
        ready_seconds=40.0,
    )


def task_programs(env: Mapping[str, str], data: DataFolder) -> list[Program]:
    """Celery's worker and beat."""
    celery = [sys.executable, "-P", "-m", "celery", "--app", "config.celery:app", "--quiet"]
    env = of_face(env, "worker")
    quiet = ["--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    return [
        Program(
            name="worker",
            argv=[*celery, "worker", *quiet],
            env=env,
            log=data.logs / "worker.log",
            # It ends between two messages; asked a second time it would not do so any sooner.
            stop=(signal.SIGTERM, signal.SIGKILL),
        ),
        Program(
            name="beat",
            argv=[
                *celery,
                "beat",
                "--loglevel",
                "INFO",
                "--schedule",
                str(data.beat / "schedule"),
                "--pidfile=",
            ],
            env=env,
            log=data.logs / "beat.log",
        ),
    ]


def mail_program(smtp_port: int, web_port: int, env: Mapping[str, str], data: DataFolder) -> Program:
    """The mail catcher, in a demo with the phone of its staff."""
    phone = data.path / "demo-phone.json"
    demo = env["GEDAG_DEMO"] == "1"
    if demo:
        demo_phone.write(phone, env["SECRET_KEY"])
    return Program(
        name="postvakje",
        argv=[
            sys.executable,
            "-P",
            "-m",
            "config.runner.mail_catcher",
            data.mail,
            str(smtp_port),
            str(web_port),
            *([str(phone)] if demo else []),
        ],
        env=without_secrets(env),
        log=data.logs / "postvakje.log",
        ready=answers_http(web_port, f"http://localhost:{web_port}", "/mail.json"),
    )


def _announcement(where: Mapping[str, str], sign_ins: str, data: DataFolder) -> str:
    lines = [
        "",
        "Gedag draait.",
        "",
        f"  Voor deelnemers   {where['deelnemer']}",
        f"  Voor beheer       {where['beheer']}",
    ]
    if "mail" in where:
        lines.append(f"  Postvakje         {where['mail']}   (alle mail die Gedag hier verstuurt)")
    if sign_ins.strip():
        lines += ["", sign_ins.rstrip()]
    return "\n".join([*lines, "", f"Logboeken staan in {data.logs}. Stoppen: Ctrl-C."])
