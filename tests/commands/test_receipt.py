"""`hub receipt` and `hub audit verify --receipt`: what a city can do with the receipt in its hands."""

from __future__ import annotations

import json
import re
import signal
import urllib.request
from dataclasses import replace
from pathlib import Path

import pytest

from hub.auth.receipt_keys import ReceiptKeys, check, read_public_keys
from hub.domain.receipt import SignedReceipt, read, written
from tests.commands.conftest import Run
from tests.commands.receipts import NUMBER, VERSION, issued, sealed_trail, tampered
from tests.commands.started import ended, running, until

REWOUND = (
    "DELETE FROM audit_entry WHERE stream = '611000' AND seq > 3",
    "UPDATE audit_head SET seq = 3, chain_hash = (SELECT chain_hash FROM audit_entry WHERE stream = '611000'"
    " AND seq = 3) WHERE stream = '611000'",
)


@pytest.fixture
def held(filled: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the city's own with the receipt, the keys and the version, taken from the hub in `filled`."""
    own = tmp_path_factory.mktemp("city")
    signed = issued(filled)
    (own / "receipt.json").write_text(written(signed), encoding="utf-8")
    (own / "keys.json").write_bytes(ReceiptKeys(filled / "var" / "receipt-keys").published())
    (own / "version.txt").write_bytes(VERSION)
    return own


def _changed(held: Path, signed: SignedReceipt) -> str:
    path = held / "changed.json"
    path.write_text(written(signed), encoding="utf-8")
    return str(path)


def _signed(held: Path) -> SignedReceipt:
    return read((held / "receipt.json").read_text(encoding="utf-8"))


def test_a_receipt_is_verified_without_the_hub(hub: Run, held: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(held)

    done = hub(
        "receipt", "verify", "receipt.json", "--keys", "keys.json", "--version", "version.txt", "--number", NUMBER
    )

    assert done.exit_code == 0, done.stderr
    assert "✓ 签名有效" in done.stdout and "the signature is valid" in done.stdout
    assert "✓ SM3 摘要与 version.txt 相符" in done.stdout and "✓ 回执号相符" in done.stdout
    assert "是否按时 / in time: 延期内 / " in done.stdout
    assert "2026-10-08 09:30:00.000250+08:00" in done.stdout
    assert sorted(path.name for path in held.iterdir()) == ["keys.json", "receipt.json", "version.txt"]


def test_everything_that_differs_is_told(hub: Run, held: Path) -> None:
    signed = _signed(held)
    file = _changed(held, replace(signed, receipt=replace(signed.receipt, body="610100")))
    (held / "other.txt").write_text("别的", encoding="utf-8")

    done = hub(
        "receipt", "verify", file, "--keys", str(held / "keys.json"), "--version", str(held / "other.txt"),
        "--number", "1",
    )  # fmt: skip

    assert (done.exit_code, done.stdout) == (1, "")
    assert [line.split("：")[0] for line in done.stderr.splitlines()] == [
        "✗ signature", "✗ digest", "✗ number", "回执未通过核验 / the receipt does not hold",
    ]  # fmt: skip


def test_a_receipt_of_a_newer_key_asks_for_newer_keys(hub: Run, held: Path, filled: Path) -> None:
    new_id = hub("receipt", "rotate").stdout.strip()
    newer = ReceiptKeys(filled / "var" / "receipt-keys").signed(_signed(held).receipt)
    exported = hub("receipt", "keys")
    (held / "newer.json").write_text(exported.stdout, encoding="utf-8")

    refused = hub("receipt", "verify", _changed(held, newer), "--keys", str(held / "keys.json"))
    done = hub("receipt", "verify", _changed(held, newer), "--keys", str(held / "newer.json"))
    old = hub("receipt", "verify", str(held / "receipt.json"), "--keys", str(held / "newer.json"))

    assert newer.key_id == new_id
    assert (refused.exit_code, "✗ keyId" in refused.stderr) == (1, True)
    assert (done.exit_code, old.exit_code) == (0, 0)


def test_the_hub_itself_needs_no_key_file(hub: Run, held: Path) -> None:
    assert hub("receipt", "verify", str(held / "receipt.json")).exit_code == 0


def test_without_any_keys_it_is_said_where_they_are(
    hub: Run, held: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))

    refused = hub("receipt", "verify", str(held / "receipt.json"))

    assert refused.exit_code == 2
    assert "/.well-known/receipt-keys.json" in refused.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"{}", "form"), (b"\xff", "UTF-8"), (b"[", "JSON"), (b" " * 70_000, "过大")],
)
def test_a_file_that_is_no_receipt_is_refused(hub: Run, held: Path, content: bytes, said: str) -> None:
    (held / "odd.json").write_bytes(content)

    refused = hub("receipt", "verify", str(held / "odd.json"), "--keys", str(held / "keys.json"))

    assert refused.exit_code == 1
    assert said in refused.stderr and "Traceback" not in refused.output


def test_a_file_that_is_not_there_is_told(hub: Run, held: Path) -> None:
    refused = hub("receipt", "verify", "nowhere.json", "--keys", str(held / "keys.json"))

    assert (refused.exit_code, "nowhere.json" in refused.stderr) == (1, True)


def test_a_stored_receipt_is_printed_as_the_file_it_was(hub: Run, held: Path) -> None:
    shown, absent = hub("receipt", "show", NUMBER), hub("receipt", "show", "none")

    assert shown.exit_code == 0
    assert shown.stdout == (held / "receipt.json").read_text(encoding="utf-8")
    assert (absent.exit_code, "没有回执 none" in absent.stderr) == (1, True)


def test_a_stored_receipt_that_was_altered_does_not_verify(hub: Run, held: Path, filled: Path) -> None:
    tampered(filled, "UPDATE rollup_receipt SET on_time = 'LATE'")
    (held / "shown.json").write_text(hub("receipt", "show", NUMBER).stdout, encoding="utf-8")

    assert hub("receipt", "verify", str(held / "shown.json")).exit_code == 1
    tampered(filled, "UPDATE rollup_receipt SET on_time = 'SOON'")
    refused = hub("receipt", "show", NUMBER)
    assert (refused.exit_code, "已不成回执" in refused.stderr) == (1, True)


def test_a_whole_history_agrees_with_a_receipt(hub: Run, held: Path, filled: Path) -> None:
    sealed_trail(filled)

    done = hub("audit", "verify", "--receipt", str(held / "receipt.json"))

    assert done.exit_code == 0, done.stderr
    assert "2 个封记，相符" in done.stderr


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["UPDATE audit_entry SET actor = 'y' WHERE seq = 2"], "611000 第 2 条：内容与链不符"),
        (REWOUND, "封记 1：611000 第 5 条：留存的链头所指的一条缺失"),
        ([*REWOUND, "DELETE FROM audit_seal"], "封记 1：回执所载的封记缺失"),
        (["DELETE FROM rollup_receipt"], f"回执 {NUMBER}：库中没有此回执"),
        (["UPDATE rollup_receipt SET on_time = 'SOON'"], f"回执 {NUMBER}：库中的记录已不成回执"),
        (["UPDATE rollup_receipt SET digest = 'x'"], f"回执 {NUMBER}：库中的记录已不成回执"),
        (["UPDATE rollup_version SET number = 1"], f"回执 {NUMBER}：与库中的同号回执不同"),
    ],
)
def test_an_altered_history_contradicts_a_receipt(
    hub: Run, held: Path, filled: Path, statements: list[str], said: str
) -> None:
    tampered(filled, *statements)

    found = hub("audit", "verify", "--receipt", str(held / "receipt.json"), "--keys", str(held / "keys.json"))

    assert (found.exit_code, found.stdout) == (1, "")
    assert said in found.stderr


def test_a_history_forged_with_its_seals_contradicts_a_receipt(hub: Run, held: Path, filled: Path) -> None:
    tampered(filled, "DELETE FROM audit_entry", "DELETE FROM audit_head", "DELETE FROM audit_seal")
    sealed_trail(filled, entries=4)

    assert hub("audit", "verify").exit_code == 0
    found = hub("audit", "verify", "--receipt", str(held / "receipt.json"))

    assert found.exit_code == 1
    assert "封记 1：与回执所载的审计根不符" in found.stderr


def test_a_forged_receipt_is_no_evidence(hub: Run, held: Path) -> None:
    signed = _signed(held)
    file = _changed(held, replace(signed, receipt=replace(signed.receipt, audit_root="f" * 64)))

    refused = hub("audit", "verify", "--receipt", file)

    assert refused.exit_code == 1
    assert "signature" in refused.stderr and "审计记录被改动" not in refused.stderr


def test_sealing_by_hand_seals_what_is_new_and_appends_it(
    hub: Run, held: Path, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = held / "seals.txt"
    monkeypatch.setenv("HUB_SEAL_FILE", str(path))

    nothing = hub("audit", "seal")
    tampered(filled, "DELETE FROM audit_seal")
    contradicted = hub("audit", "seal")

    assert (nothing.exit_code, nothing.stdout, len(path.read_text().splitlines())) == (0, "", 1)
    assert (contradicted.exit_code, "封记文件" in contradicted.stderr) == (1, True)
    assert hub("audit", "verify").exit_code == 1


def test_a_process_of_its_own_verifies_and_refuses(held: Path) -> None:
    with running(held, "receipt", "verify", "receipt.json", "--keys", "keys.json") as process:
        said = process.communicate()[0]
        assert (process.returncode, "✓ 签名有效" in said) == (0, True)
    told = json.loads((held / "receipt.json").read_text(encoding="utf-8"))
    told["receipt"]["version"] = 3
    (held / "receipt.json").write_text(json.dumps(told), encoding="utf-8")
    with running(held, "receipt", "verify", "receipt.json", "--keys", "keys.json") as process:
        said = process.communicate()[0]
        assert (process.returncode, "✗ signature" in said) == (1, True)


def test_a_server_publishes_the_keys_and_keeps_the_file_of_seals(filled: Path) -> None:
    signed = issued(filled)
    (filled / ".env").write_text("HUB_SEAL_FILE=kept/seals.txt\n", encoding="utf-8")

    with running(filled, "serve", "--port", "0") as process:
        address = re.findall(r"http://127\.0\.0\.1:\d+", until(process, "serving: http"))[0]
        with urllib.request.urlopen(f"{address}/.well-known/receipt-keys.json", timeout=60) as response:
            kind, published = response.headers["content-type"], response.read()
        code = ended(process, signal.SIGTERM)

    assert (kind, code) == ("application/jwk-set+json", 0)
    assert check(signed, read_public_keys(published, name="keys.json")) is None
    (line,) = (filled / "kept" / "seals.txt").read_text().splitlines()
    assert line.split()[0] == "1" and signed.receipt.audit_root in line
