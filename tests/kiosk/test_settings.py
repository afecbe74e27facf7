"""Settings: read once, never wrong in silence."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kiosk.settings import Settings, SettingsError, describe, load


def write(folder: Path, toml: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "kiosk.toml").write_text(toml)
    return folder


def refused(folder: Path, environ: dict[str, str] | None = None, **more: object) -> str:
    with pytest.raises(SettingsError) as caught:
        load(folder, environ or {}, **more)
    return str(caught.value)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    data = write(tmp_path / "plant", 'base_url = "https://a.example"\nworkers = 2')
    settings = load(data, {"KIOSK_BASE_URL": "https://b.example/"})
    assert (settings.base_url, settings.workers) == ("https://b.example", 2)


def test_a_secret_can_be_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgresql://kiosk@/kiosk\n")
    settings = load(tmp_path / "plant", {"KIOSK_DATABASE_URL_FILE": str(tmp_path / "url")})
    assert settings.database_url == "postgresql://kiosk@/kiosk"


def test_keys_lie_beside_the_data_by_themselves(tmp_path: Path) -> None:
    assert load(tmp_path / "plant", {}).keys == tmp_path / "plant-keys"


def test_labels_carry_the_base_address_unless_told_otherwise(tmp_path: Path) -> None:
    assert load(tmp_path, {"KIOSK_BASE_URL": "http://a.example"}).labels_at == "http://a.example"
    both = {"KIOSK_BASE_URL": "https://a.example", "KIOSK_LABEL_URL": "https://qr.example"}
    assert load(tmp_path, both).labels_at == "https://qr.example"


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ("workerz = 2", "unknown key 'workerz'"),
        ("workers = ", "not valid TOML"),
        ('workers = "many"', "write a whole number"),
        ("workers = true", "write a whole number"),
        ("workers = 0", "at least one process"),
        ("keep_backups = 0", "how many to keep"),
        ('base_url = "qr.acme.de"', "scheme and host only"),
        ('base_url = "https://acme.de/learn"', "scheme and host only"),
        ('plant_networks = ["10.0.0.0/33"]', "write networks such as"),
        ("accel = 7", "write true or false"),
        ("accel = true", "trusted_proxies"),
        ("k = 4", "k is below 5"),
        ("crowd_floor = 9", "crowd_floor is below 10"),
        ("threads = 20\npage_threads = 20", "page_threads must be smaller"),
        ('database_url = "mysql://x"', "must begin with postgresql"),
        ('base_url = "http://a.de"\nlabel_url = "https://b.de"', "give base_url https"),
        ('base_url = "https://a.de"\nformer_hosts = ["a.de"]', "can't be both"),
    ],
)
def test_wrong_settings_stop_the_start_with_a_sentence(
    tmp_path: Path, toml: str, sentence: str
) -> None:
    assert sentence in refused(write(tmp_path / "plant", toml))


def test_a_file_that_a_windows_editor_wrote_is_read(tmp_path: Path) -> None:
    data = write(tmp_path / "plant", "")
    (data / "kiosk.toml").write_bytes('\ufeffmail_from = "Lernbüro"\r\n'.encode())
    assert load(data, {}).mail_from == "Lernbüro"


def test_a_file_in_another_encoding_is_refused_with_what_to_do(tmp_path: Path) -> None:
    data = write(tmp_path / "plant", "")
    (data / "kiosk.toml").write_bytes('mail_from = "Lernbüro"\n'.encode("cp1252"))
    assert refused(data).endswith("kiosk.toml is not written in UTF-8: save it as UTF-8.")


def test_keys_inside_the_data_are_refused(tmp_path: Path) -> None:
    assert "beside data" in refused(tmp_path / "plant", keys=tmp_path / "plant" / "keys")


def test_a_secret_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "KIOSK_BASE_URL_FILE" in refused(tmp_path, {"KIOSK_BASE_URL_FILE": "/nowhere"})


def test_an_unknown_environment_name_warns(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="KIOSK_WORKRES"):
        load(tmp_path, {"KIOSK_WORKRES": "3"})


def test_secrets_are_made_once_and_are_private(settings: Settings) -> None:
    with ThreadPoolExecutor(16) as crew:
        made = set(crew.map(lambda _: settings.secret("x.key"), range(64)))
    assert len(made) == 1
    assert stat.S_IMODE((settings.keys / "x.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.keys.stat().st_mode) == 0o700
    assert "8a477f597d28d172789f06886806bc55" in (settings.keys / "CACHEDIR.TAG").read_text()


def test_every_setting_is_in_the_documented_example() -> None:
    example = Path("deploy/kiosk.toml.example").read_text()
    missing = [name for name, _, _ in describe() if name != "data" and f"# {name} =" not in example]
    assert missing == []
