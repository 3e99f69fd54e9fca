"""docker-compose.yml, Dockerfile, settings and CI agree, as far as that can be seen without Docker."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from cases.files.rules import MOST_BYTES_AT_ONCE
from helpdesk.celery import app
from helpdesk.embedded.places import POSTGRES_MAJOR
from helpdesk.operations.internal import Answers
from helpdesk.server import MOST_BODY
from tests.architecture import house

TEXT = (house.ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
EXAMPLE = (house.ROOT / ".env.example").read_text()
DOCKERFILE = (house.ROOT / "Dockerfile").read_text().replace("\\\n", " ")
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "ganak"}
LIVING = {name: service for name, service in OURS.items() if service["restart"] == "unless-stopped"}
CADDY: str = COMPOSE["configs"]["proxy"]["content"]
SECRETS = {"SECRET_KEY", "RECEIPT_SITE_SALT", "RECEIPT_PEPPER", "POSTGRES_PASSWORD", "REDIS_PASSWORD"}
NAME = re.compile(r"\$\{([A-Z_]+)(?:(:[?-])([^}]*))?\}")
WORDS_OF_A_SERVICE = {
    *("build", "image", "networks", "restart", "read_only", "tmpfs", "cap_drop", "cap_add", "security_opt"),
    *("depends_on", "expose", "healthcheck", "command", "entrypoint", "environment", "volumes", "mem_limit"),
    *("profiles", "ports", "configs", "pull_policy"),
}


def filled(value: object) -> str:
    """As compose would fill it in: names by their default, secrets by something long."""
    return NAME.sub(lambda found: found[3] if found[2] == ":-" else f"given.{'x' * 60}.example", str(value))


def spelled(service: dict[str, Any]) -> list[str]:
    """Its volumes in the short way, with :ro at the end where it may not write."""
    return [
        volume if isinstance(volume, str)
        else f"{volume['source']}:{volume['target']}{':ro' * volume['read_only']}"
        for volume in service.get("volumes", [])
    ]  # fmt: skip


def reads() -> dict[str, bool]:
    """Every variable that the settings read, and whether they refuse to start without it."""
    found: dict[str, bool] = {}
    for path in (house.ROOT / "helpdesk" / "settings").glob("*.py"):
        for node in ast.walk(house.tree(path)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if isinstance(node.func.value, ast.Name) and node.func.value.id == "env":
                name = ast.literal_eval(node.args[0])
                is_required = node.func.attr == "text" and len(node.args) == 1 and not node.keywords
                found[name] = found.get(name, False) or is_required
    return found


def test_compose_says_only_what_compose_knows_and_points_only_at_what_is_there() -> None:
    assert set(COMPOSE) <= {"services", "networks", "volumes", "configs"} | {
        name for name in COMPOSE if name.startswith("x-")
    }
    for name, service in SERVICES.items():
        assert set(service) <= WORDS_OF_A_SERVICE, name
        assert set(service["networks"]) <= set(COMPOSE["networks"]), name
        assert set(service.get("depends_on", [])) <= set(SERVICES), name
        assert {config["source"] for config in service.get("configs", [])} <= set(COMPOSE["configs"])
        named = {volume.split(":")[0] for volume in spelled(service) if volume[0].isalpha()}
        assert named <= set(COMPOSE["volumes"]), name


def test_every_name_stands_in_the_example_and_no_secret_has_a_default() -> None:
    asked = {found[0]: found[1] for found in NAME.findall(TEXT)}
    example = dict(re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))
    assert set(asked) == set(example)
    assert all(asked[name] == ":?" and example[name] == "" for name in SECRETS)
    assert {name for name, value in example.items() if value == ""} == SECRETS | {"CLAMD_ADDRESS"}
    words = r"(?i)(secret|password|pepper|salt|token)[a-z_]*\s*[:=]\s*[\"']?(?!\$\{)[a-z0-9]"
    assert re.findall(words, TEXT) == []


def test_settings_read_every_variable_and_get_every_one_they_need() -> None:
    known = reads()
    assert "DATABASE_URL" in known
    given_to_all = {"DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "FACE", "KEYRING_PUBLIC"}
    needed = {name for name, is_required in known.items() if is_required} | given_to_all
    assert len(needed) >= 8
    for name, service in OURS.items():
        given = set(service["environment"])
        assert given - set(known) == {"DJANGO_SETTINGS_MODULE"}, name
        assert needed - given == set(), name
        assert ("KEYRING_PRIVATE" in given) == (service["environment"]["FACE"] != "public"), name


@pytest.mark.parametrize("name", ["web", "desk"])
def test_production_starts_with_what_compose_gives(name: str) -> None:
    given = {key: filled(value) for key, value in OURS[name]["environment"].items()}
    code = (
        "from django.conf import settings as s; from helpdesk.celery import app\n"
        "print(s.FACE, s.INTERNAL_PORT, s.DATABASES['default']['HOST'], s.SECURE_SSL_REDIRECT, s.DEBUG)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=house.ROOT, env={"PATH": os.defpath, **given},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    face = OURS[name]["environment"]["FACE"]
    assert ran.stdout.split() == [face, "9100", "postgres", "True", "False"], ran.stderr


def test_only_the_proxy_is_published_and_it_knows_no_private_port() -> None:
    assert [name for name, service in SERVICES.items() if service.get("ports")] == ["proxy"]
    assert "9100" not in CADDY
    assert re.findall(r"dynamic a (\w+) (\d+)", CADDY) == [("web", "8000"), ("desk", "8000")]
    assert "--bind" in DOCKERFILE
    assert "0.0.0.0:8000" in DOCKERFILE
    for name in ("web", "desk", "worker"):  # what is scaled may have neither a name nor a port of its own
        assert not {"container_name", "ports", "deploy"} & set(SERVICES[name])


def test_the_proxy_ends_tls_for_both_hosts_and_writes_nobody_down() -> None:
    for host, service in (("PUBLIC", "web"), ("DESK", "desk")):
        site = f"${{{host}_HOST:?set it in .env}} {{\n  import face\n  reverse_proxy {{\n"
        assert f"{site}    dynamic a {service} 8000 " in CADDY
    assert CADDY.count("{") == CADDY.count("}")
    assert "http://" not in CADDY  # no host without TLS; Caddy sends http on to https
    assert "auto_https" not in CADDY
    [log] = re.findall(r"\blog\b[^{]*\{([^}]*)\}", CADDY)  # an access log would be a second one
    assert log.split() == ["include", "tls", "level", "WARN"]
    for line in ("admin off", "-Server", "header_up -X-Forwarded-For", "max_size 64MB", "read_header 10s"):
        assert line in CADDY
    header = OURS["web"]["environment"]["CLIENT_ADDRESS_HEADER"].removeprefix("HTTP_").replace("_", "-")
    assert f"header_up {header.title()} {{remote_host}}" in CADDY


def test_a_broken_upload_of_one_person_takes_no_process_from_everybody() -> None:
    assert not re.search(r"\b(fail_duration|max_fails|unhealthy_\w+)\b", CADDY)
    [most] = re.findall(r"max_size (\d+)MB", CADDY)
    assert (
        MOST_BYTES_AT_ONCE < int(most) * 10**6 < MOST_BODY
    )  # neither the proxy nor the worker hangs up before our page


@pytest.mark.skipif(shutil.which("caddy") is None, reason="caddy is not installed here")
def test_caddy_itself_understands_its_file(tmp_path: Path) -> None:
    file = tmp_path / "Caddyfile"
    hosts = {"PUBLIC_HOST": "help.example.org", "DESK_HOST": "desk.example.org"}
    file.write_text(NAME.sub(lambda found: hosts.get(found[1], "admin@example.org"), CADDY))
    given = ["--config", str(file), "--adapter", "caddyfile"]
    home = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    adapted = subprocess.run(["caddy", "adapt", *given], env=home, capture_output=True, text=True, check=True)
    [server] = json.loads(adapted.stdout)["apps"]["http"]["servers"].values()
    leads = {
        route["match"][0]["host"][0]: re.findall(
            r'"name": "([^"]+)", "port": "8000"', json.dumps(route["handle"])
        )
        for route in server["routes"]
    }
    assert leads == {"help.example.org": ["web"], "desk.example.org": ["desk"]}
    subprocess.run(["caddy", "validate", *given], env=home, capture_output=True, check=True)


@pytest.mark.skipif(shutil.which("docker") is None, reason="docker compose is not installed here")
def test_compose_itself_understands_its_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(re.sub(r"(?m)^([A-Z_]+)=$", f"\\1={'x' * 60}", EXAMPLE))
    (tmp_path / "docker-compose.yml").write_text(TEXT)
    if subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode:
        pytest.skip("docker compose is not installed here")
    ran = subprocess.run(
        ["docker", "compose", "--profile", "tools", "config", "--quiet"],
        cwd=tmp_path, env={"PATH": os.environ["PATH"], "HOME": str(Path.home())},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")


def test_one_service_builds_the_image_and_nobody_asks_a_registry_for_it() -> None:
    assert [name for name, service in SERVICES.items() if "build" in service] == ["migrate"]
    assert {service["pull_policy"] for service in OURS.values()} == {"never"}


def test_workers_listen_to_every_queue_and_there_is_one_beat() -> None:
    commands = {name: " ".join(service.get("command", [])) for name, service in OURS.items()}
    heard = {queue for words in commands.values() for queue in re.findall(r"--queues (\S+)", words)}
    routes = {route["queue"] for route in app.conf.task_routes.values()}
    assert heard == routes | {app.conf.task_default_queue}
    assert [name for name, words in commands.items() if " beat " in words] == ["beat"]
    for words in commands.values():
        for module in re.findall(r"-A (\S+)", words):
            import_module(module)
    for flag in ("--worker-class", "--logger-class"):
        [dotted] = re.findall(rf'"{flag}", "([\w.]+)"', DOCKERFILE)
        module, _dot, name = dotted.rpartition(".")
        assert hasattr(import_module(module), name)


def test_every_living_process_is_asked_whether_it_is_ready() -> None:
    assert set(LIVING) == {"web", "desk", "worker", "files", "beat"}
    for name, service in LIVING.items():
        *words, path = service["healthcheck"]["test"]
        assert words == ["CMD", "python", "-m", "helpdesk.operations.probe"], name
        assert f"/{path}" in Answers.PAGES
        assert str(service["environment"]["INTERNAL_PORT"]) in service["expose"]
    assert all(SERVICES[name]["healthcheck"]["test"] for name in ("postgres", "redis"))


def test_nothing_may_write_or_become_more_than_it_is() -> None:
    assert [name for name, service in SERVICES.items() if not service.get("read_only")] == []
    for name, service in (*OURS.items(), ("proxy", SERVICES["proxy"])):
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
    for name in ("web", "beat"):
        assert [volume.split("/")[-1] for volume in spelled(OURS[name])] == ["keyring.public.json:ro"]
        assert [volume["bind"] for volume in OURS[name]["volumes"]] == [{"create_host_path": False}]
    writing = {name for name, service in LIVING.items() for v in spelled(service) if not v.endswith(":ro")}
    assert writing == {"worker", "desk"}  # the ledger of erasures; the keyring put away in a panic


def test_versions_agree() -> None:
    pyproject = (house.ROOT / "pyproject.toml").read_text()
    [python] = re.findall(r"FROM python:(\d\.\d+)-slim", DOCKERFILE)
    assert f"python{python}" in (house.ROOT / "Makefile").read_text()
    assert f'requires-python = ">={python}"' in pyproject
    assert f'python_version = "{python}"' in pyproject
    assert f'target-version = "py{python.replace(".", "")}"' in pyproject
    assert SERVICES["postgres"]["image"] == f"postgres:{POSTGRES_MAJOR}"
    assert f"postgresql-client-{POSTGRES_MAJOR} " in DOCKERFILE
    assert SERVICES["postgres"]["volumes"] == ["postgres:/var/lib/postgresql"]  # as of 18 not .../data
    assert "exec make test" in (house.ROOT / ".ci" / "run").read_text()  # whose Python is the Makefile's


def test_the_image_installs_by_hash_runs_as_nobody_and_takes_no_secret_along() -> None:
    installs = re.findall(r"pip install[^&\n]*", DOCKERFILE)
    assert len(installs) == 1
    assert {"--require-hashes", "--only-binary", "requirements/base.txt"} <= set(installs[0].split())
    locked = (house.ROOT / "requirements" / "base.txt").read_text().replace("\\\n", " ")
    pins = [line for line in locked.splitlines() if line and not line.lstrip().startswith("#")]
    assert len(pins) > 40
    assert [line for line in pins if "==" not in line or "--hash=sha256:" not in line] == []
    users = re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE)
    assert users == ["ganak"]
    assert DOCKERFILE.index("USER ganak") > DOCKERFILE.rindex("RUN ")
    assert not re.search(r"^(ARG|ENV) .*(SECRET|PASSWORD|PEPPER|SALT)", DOCKERFILE, re.MULTILINE)
    left_out = set((house.ROOT / ".dockerignore").read_text().split())
    assert {".git", ".env", "var", "keys", "ledger", "backups"} <= left_out
    assert {".env", "/keys/", "/ledger/", "/backups/"} <= set((house.ROOT / ".gitignore").read_text().split())


def test_the_guide_names_only_commands_figures_and_variables_that_exist() -> None:
    guide = (house.ROOT / "docs" / "operations.md").read_text()
    commands = set(re.findall(r"(?:manage\.py|run --rm(?: --no-deps)? manage) ([a-z_]+)", guide))
    assert {"backup", "keys", "found_desk", "verify_access_log"} <= commands
    assert commands <= set(get_commands())
    sources = "".join(path.read_text() for path in (house.ROOT / "helpdesk" / "operations").glob("*.py"))
    figures = {re.sub(r"_(total|bucket)$", "", name) for name in re.findall(r"ganak_[a-z_]+", guide)}
    assert len(figures) > 8
    assert {name for name in figures if f'"{name}"' not in sources} == set()
    example = set(re.findall(r"^([A-Z_]+)=", EXAMPLE, re.MULTILINE))
    named = set(re.findall(r"`([A-Z]+_[A-Z_]+)`", guide))
    assert named - example - set(reads()) - {"TERMS_VERSION"} == set()
