"""Command line of the embedded parts: `python -m helpdesk.embedded run|prepare`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from helpdesk.embedded.prepare import prepare
from helpdesk.embedded.supervisor import ROOT, Supervisor
from helpdesk.embedded.trouble import CannotStart


def port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text!r}")
    return int(text)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m helpdesk.embedded", description=__doc__)
    parser.add_argument("command", choices=["run", "prepare"])
    parser.add_argument("--port", type=port, default=os.environ.get("PORT") or "8000")
    parser.add_argument("--no-demo", action="store_true", help="start with empty tables")
    chosen = parser.parse_args()
    if chosen.command == "prepare":
        prepare(demo=not chosen.no_demo)
        return 0
    try:
        var_dir = Path(os.environ.get("VAR_DIR") or ROOT / "var")
        return Supervisor(port=chosen.port, var_dir=var_dir, demo=not chosen.no_demo).run()
    except CannotStart as trouble:
        print(f"Cannot start: {trouble}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
