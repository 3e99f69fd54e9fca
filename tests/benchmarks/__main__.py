"""`make bench`: every benchmark in turn, over throw-away servers or those of DATABASE_URL and REDIS_URL."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from helpdesk.embedded.servers import Servers

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("BENCH_DATA", "../shared/eval"))
OWN = (
    *("own_questions", "own_questions_later", "held_out", "held_out_speech", "held_out_second"),
    *("held_out_third", "held_out_fourth", "held_out_fifth"),
)
TURNS = ("", "_second", "_third", "_fourth", "_fifth", "_sixth")
MESSAGES = tuple(f"own_messages{turn}" for turn in TURNS)


def questions(data: Path) -> list[Path]:
    """The sets of questions: a file, or those of a folder (`*.json` with "queries"), then ours."""
    given = [data] if data.is_file() else sorted(data.glob("*.json"))
    theirs = [file for file in given if data.is_file() or '"queries"' in file.read_text("utf-8")]
    theirs = theirs or [data / "knowledge-dev.json"]  # not there: that is said when its turn comes
    return [*(file.resolve() for file in theirs), *(HERE / f"{name}.json" for name in OWN)]


# Each benchmark with what it reads from the folder BENCH_DATA, or from here.
BENCHMARKS: list[tuple[str, list[Path]]] = [
    *(("search_quality", [file]) for file in questions(DATA)),
    ("search_speed", []),
    ("triage_quality", [Path("requests-dev.jsonl"), *(HERE / f"{name}.jsonl" for name in MESSAGES)]),
    ("triage_speed", []),
    ("desk_speed", []),
    ("pages", []),
    ("client_pages", []),
    ("call_time", []),
    ("files", []),
    ("waiting_time", []),
    ("alarms", []),
    ("rest", []),
    ("board", []),
    ("dashboards", []),
    ("panic", []),
    ("reports", []),
]
# What is asked of a benchmark beside its files.
OPTIONS = {"search_quality": ["--ablation"], "triage_quality": ["--ablation"]}


def main() -> int:
    data = DATA if DATA.is_dir() else DATA.parent
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "helpdesk.settings.test"}
    with ExitStack() as after:
        if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
            environment |= _servers(after)
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=environment, check=True)
        return max(_run(name, data, files, environment) for name, files in BENCHMARKS)


def _servers(after: ExitStack) -> dict[str, str]:
    folder = Path(after.enter_context(tempfile.TemporaryDirectory(prefix="ganak-bench-")))
    folder.chmod(0o711)  # PostgreSQL walks through it as a user of its own when root runs this
    servers = Servers(folder, durable=False)
    after.callback(servers.stop)
    servers.start()
    return {"VAR_DIR": str(folder), "DATABASE_URL": servers.database_url, "REDIS_URL": servers.redis_url}


def _run(name: str, data: Path, files: list[Path], environment: dict[str, str]) -> int:
    print(f"== {name} {' '.join(file.name for file in files)}".rstrip(), flush=True)
    paths = [str(data / file) for file in files]
    missing = [path for path in paths if not Path(path).exists()]
    if missing:
        print(f"not run: {', '.join(missing)} is not here; name its folder: make bench BENCH_DATA=FOLDER")
        return 1
    command = [sys.executable, "-m", f"tests.benchmarks.{name}", *paths, *OPTIONS.get(name, [])]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
