"""Today's spreadsheet of open matters: read safely, looked at first, brought in whole, and only once."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import Workbook  # type: ignore[import-untyped]

from cases.doors.actions.receipts import give_receipt
from cases.legal.actions.importing import forget_uploads, load_matters
from cases.legal.imports.headers import Column, guessed
from cases.legal.imports.matters import Defaults, Plan, Planner
from cases.legal.imports.sheets import MOST_BYTES, MOST_ROWS, Sheet, UnfitSheet, decoded, read_sheet
from cases.legal.models import LegalCase, MatterUpload, Membership
from cases.requests.models import Client as Person
from cases.requests.models import HelpRequest
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from helpdesk.sealing.actions import reveal_one
from helpdesk.sealing.models import DataKey
from helpdesk.sealing.reasons import Reason
from tests.factories.legal import make_case_type
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
HEADER = "Справа;Від справы;Асоба;Нумар справы;Тэлефон;Мова;Тэрмін;Юрыст;Нататкі"
LINES = (
    "Завод;stay-permit;Марыя К.;WSC-1;+48 600 100 200;беларуская;31.12.2031;Maks;Чакае рашэння",
    "Завод;stay-permit;Юрась Л.;WSC-2;;be;;Maks;Не хапае паперы",
    "Дзіця;stay-permit;Вольга П.;WSC-3;;русский;;;Паперы дзіцяці",
)


def _file(*lines: str, header: str = HEADER) -> bytes:
    return "\r\n".join((header, *lines)).encode()


def _plan(sheet: Sheet, by: User, **defaults: Any) -> Plan:
    make_case_type()
    return Planner(guessed(sheet.header), Defaults(**defaults), by=by).plan(sheet)


def _xlsx(rows: list[list[Any]], *, extra: dict[str, bytes] | None = None) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        for name, content in (extra or {}).items():
            packed.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("Асоба;Від справы;Нумар справы", "utf-8"),
        ("Асоба;Від справы;Нумар справы", "utf-8-sig"),
        ("Асоба;Від справы;Нумар справы", "cp1251"),
        ("ФИО;Вид дела;Номер дела", "cp1251"),
        ("Imię i nazwisko,Rodzaj sprawy,Numer sprawy", "cp1250"),
        ("Vardas ir pavardė;Bylos rūšis;Bylos numeris", "utf-8"),
        ("Name\tKind of matter\tFile number", "utf-16"),
    ],
)
def test_headers_of_five_languages_are_known_in_every_encoding(header: str, encoding: str) -> None:
    delimiter = next(sign for sign in ";,\t" if sign in header)
    content = f"{header}\n{delimiter.join(('Łucja Ў', 'x', '7') if encoding[:3] == 'utf' else 'abc')}\n"
    sheet = read_sheet(content.encode(encoding))
    assert list(guessed(sheet.header)) == [Column.PERSON, Column.KIND, Column.FILE_NUMBER]
    assert decoded("Żółć, gęśla".encode("cp1250")) == "Żółć, gęśla"


def test_an_xlsx_says_the_same_as_a_csv() -> None:
    found = read_sheet(
        _xlsx([["Person", "Number", "Due"], ["Ўладзя", 7.0, timezone.localdate()], [None, None]])
    )
    assert found.header == ("Person", "Number", "Due")
    assert [row.cells for row in found.rows] == [("Ўладзя", "7", timezone.localdate().isoformat())]


def _bomb() -> bytes:
    return _xlsx([["Person"], ["x"]], extra={"xl/worksheets/big.xml": b"0" * (40 * 1024 * 1024)})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n \n",
        b"Person;Number",
        b"\xd0\xcf\x11\xe0 old excel",
        b"Person\0;x\nA\0;b",
        b'Person;Number\n"A;1\n',
        b"PK\x03\x04 not really a zip",
        b"x" * (MOST_BYTES + 1),
        b"Person\n" + b"A\n" * (MOST_ROWS + 1),
        b";".join([b"Person"] * 60) + b"\nA\n" + b";".join([b"A"] * 60),
        b"Person\n" + b"A" * 6000,
        _xlsx([["Person"], ["x"]], extra={"xl/vbaProject.bin": b"macro"}),
        _xlsx([["Person"], ["x"]], extra={"xl/evil.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}),
        _bomb(),
    ],
    ids=["empty", "blank", "header", "xls", "nul", "quotes", "zip", "large", "lines", "columns", "cell",
         "macro", "entity", "bomb"],
)  # fmt: skip
def test_what_is_no_honest_spreadsheet_is_refused_with_a_reason(content: bytes) -> None:
    with translation.override("lt"), pytest.raises(UnfitSheet) as why:
        read_sheet(content)
    assert str(why.value)


def test_a_list_becomes_cases_and_members_sealed_and_without_receipts(
    alena_operator: User, maks_lawyer: User, hanna_coordinator: User
) -> None:
    plan = _plan(read_sheet(_file(*LINES)), hanna_coordinator)
    assert (plan.refusals, plan.warnings, plan.members, len(plan.groups)) == ([], [], 3, 2)
    load_matters(groups=plan.groups, by=hanna_coordinator)
    case = LegalCase.objects.get(lawyer=maks_lawyer)
    first = Membership.objects.filter(legal_case=case).order_by("help_request__source_id")
    words = [
        reveal_one(row, ["label", "file_number"], by=maks_lawyer, reason=Reason.LEGAL_CASE) for row in first
    ]
    assert {word["label"] for word in words} == {"Марыя К.", "Юрась Л."}
    maria = HelpRequest.objects.get(deadline_on__year=2031)
    assert (maria.status, maria.channel, maria.language) == ("in_case", "import", "be")
    assert maria.assigned_to == maks_lawyer
    assert not Person.objects.filter(locator__isnull=False).exists()
    assert len(give_receipt(help_request=maria, by=alena_operator)) >= 20  # on request, a temporary one
    with connection.cursor() as cursor:  # nothing of the file lies open in a table
        cursor.execute("SELECT string_agg(t::text, ' ') FROM cases_helprequest AS t")
        table = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(t::text, ' ') FROM cases_membership AS t")
        table += cursor.fetchone()[0]
    for word in ("Марыя", "WSC-1", "600 100", "рашэння"):
        assert word not in table


def test_the_same_list_twice_is_once_and_a_longer_one_adds_to_its_cases(hanna_coordinator: User) -> None:
    plan = _plan(read_sheet(_file(*LINES[:1])), hanna_coordinator)
    load_matters(groups=plan.groups, by=hanna_coordinator)
    with pytest.raises(NotNow):  # two people with one list at once
        load_matters(groups=plan.groups, by=hanna_coordinator)
    again = _plan(read_sheet(_file(*LINES)), hanna_coordinator)
    assert (again.here, again.members) == ([2], 2)
    load_matters(groups=again.groups, by=hanna_coordinator)
    assert LegalCase.objects.count() == 2
    assert HelpRequest.objects.count() == Membership.objects.count() == 3
    assert _plan(read_sheet(_file(*LINES)), hanna_coordinator).groups == []


@pytest.mark.parametrize(
    "line",
    [
        "Завод;stay-permit;=CMD();WSC-9;;be;;;x",
        "Завод;stay-permit;Марыя К.;WSC-1;;be;;Maks;another telling",
        "Завод;no such kind;Хтосьці;WSC-9;;be;;Maks;x",
        "Завод;;Хтосьці;WSC-9;;be;;Maks;x",
        "Завод;stay-permit;;;;be;;Maks;",
        "Завод;stay-permit;Хтосьці;WSC-9;phone!;be;;Maks;x",
        "Завод;stay-permit;Хтосьці;WSC-9;;клінгонская;;Maks;x",
        "Завод;stay-permit;Хтосьці;WSC-9;;be;32.13.2026;Maks;x",
        f"Завод;stay-permit;{'x' * 61};WSC-9;;be;;Maks;x",
        "Завод;stay-permit;Хтосьці;WSC-9;;be;;;x",
        "Завод;lt-permit;Хтосьці;WSC-9;;be;;Maks;x",
    ],
)
def test_a_bad_line_is_named_with_its_reason_and_its_case_stays_out(
    line: str, maks_lawyer: User, hanna_coordinator: User
) -> None:
    make_case_type("lt-permit", country="LT")
    reasons = []
    for code in ("en", "be"):
        with translation.override(code):
            plan = _plan(read_sheet(_file(*LINES, line)), hanna_coordinator)
        reasons.append(dict(plan.refusals)[5])
        assert [number for number, _why in plan.refusals] == [2, 3, 5]
        assert [group.title for group in plan.groups] == ["Дзіця"]
    assert all(reasons)


def test_a_lawyer_brings_in_her_own_cases_only(maks_lawyer: User) -> None:
    plan = _plan(read_sheet(_file(*LINES[1:], "X;stay-permit;Y;Z;;be;;Olga;x")), maks_lawyer)
    assert [number for number, _why in plan.refusals] == [4]
    load_matters(groups=plan.groups, by=maks_lawyer)
    assert LegalCase.objects.filter(lawyer=maks_lawyer).count() == 2
    assert HelpRequest.objects.visible_to(maks_lawyer).count() == 2


def test_nothing_is_loaded_when_one_of_it_fails(
    hanna_coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = _plan(read_sheet(_file(*LINES)), hanna_coordinator)
    plan.groups[-1].kind = make_case_type("lt-permit", country="LT")
    plan.groups[-1].members[0].__dict__["language"] = "x" * 50
    with pytest.raises(Exception, match=r".+"):
        load_matters(groups=plan.groups, by=hanna_coordinator)
    assert not LegalCase.objects.exists()
    assert not HelpRequest.objects.exists()


def test_the_pages_show_first_and_make_only_after_a_yes(
    client: Client, sign_in: SignIn, maks_lawyer: User, hanna_coordinator: User, alena_operator: User
) -> None:
    make_case_type()
    signed, url = sign_in(client, hanna_coordinator), reverse("legal:import")
    assert signed.get(url).status_code == 200
    assert signed.post(url, {}).status_code == 422
    for bad in (b"", b"\xd0\xcf\x11\xe0", b"x" * (MOST_BYTES + 10)):
        assert signed.post(url, {"sheet": SimpleUploadedFile("a.csv", bad)}).status_code == 422
    look = signed.post(url, {"sheet": SimpleUploadedFile("list.csv", _file(*LINES))})["Location"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, ' ') FROM cases_matterupload AS t")
        assert "Марыя" not in cursor.fetchone()[0]
    page = signed.get(look).content.decode()
    assert "Марыя К." in page
    assert not LegalCase.objects.exists()
    columns = {f"column_{column.value}": str(at) for column, at in guessed(HEADER.split(";")).items()}
    twice = {**columns, "column_city": "0", "language": "be", "verb": "look"}
    assert signed.post(look, twice).status_code == 422
    assert signed.post(look, {**columns, "language": "be", "verb": "look"}).status_code == 200
    for other in (maks_lawyer, alena_operator):
        assert sign_in(client, other).get(look).status_code in {403, 404}
    signed = sign_in(client, hanna_coordinator)
    key = MatterUpload.objects.get().upload_key_id
    assert key is not None
    assert signed.post(look, {**columns, "language": "be", "verb": "load"}).status_code == 302
    assert Membership.objects.count() == 3
    assert not MatterUpload.objects.exists()
    assert not DataKey.objects.filter(pk=key, erased_on=None).exists()
    assert signed.get(look).status_code == 404


def test_a_list_without_a_yes_is_forgotten_within_the_hour(
    client: Client, sign_in: SignIn, hanna_coordinator: User
) -> None:
    signed, url = sign_in(client, hanna_coordinator), reverse("legal:import")
    looks = [
        signed.post(url, {"sheet": SimpleUploadedFile("a.csv", _file(*LINES))})["Location"] for _ in range(2)
    ]
    assert signed.post(looks[0], {"verb": "drop"}).status_code == 302
    with writing():
        MatterUpload.objects.update(made_at=timezone.now() - timedelta(minutes=61))
    assert signed.get(looks[1]).status_code == 404
    assert forget_uploads() == 1
    assert not MatterUpload.objects.exists()


def test_the_command_says_what_it_would_do_and_does_it_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], maks_lawyer: User, hanna_coordinator: User
) -> None:
    make_case_type()
    path = tmp_path / "list.csv"
    path.write_bytes(_file(*LINES))
    by = f"--by={hanna_coordinator.email}"
    call_command("import_matters", str(path), by, "--dry-run")
    assert not LegalCase.objects.exists()
    for _ in range(2):
        call_command("import_matters", str(path), by)
    assert Membership.objects.count() == 3
    said = capsys.readouterr().out
    assert "3 here already" in said
    assert "Марыя" not in said
    path.write_bytes(_file("Новая;no such;Хтосьці;1;;be;;;x"))
    for arguments in ([str(path), by], [str(path)], [str(path), by, "--kind=none"], ["/no/such", by]):
        with pytest.raises(CommandError):
            call_command("import_matters", *arguments)
