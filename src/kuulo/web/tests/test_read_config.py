"""Reading what the environment says about the way to customers."""

from __future__ import annotations

from pathlib import Path

import pytest

from kuulo.base.errors import SettingError
from kuulo.web.config import EmailServer, ModelServer, read_config

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("url", "server"),
    [
        (
            "smtp://mail.example.com",
            EmailServer(host="mail.example.com", port=587, user="", password="", tls="starttls"),
        ),
        (
            "smtps://a%40b:s%2Ft@mail.example.com",
            EmailServer(host="mail.example.com", port=465, user="a@b", password="s/t", tls="implicit"),
        ),
        ("smtp+plain://127.0.0.1:2525", EmailServer(host="127.0.0.1", port=2525, user="", password="", tls="none")),
    ],
)
def test_a_mail_server_is_named_by_one_address(tmp_path: Path, url: str, server: EmailServer) -> None:
    assert read_config({"KUULO_DATA": str(tmp_path), "KUULO_EMAIL_URL": url}).email == server


def test_without_a_mail_server_messages_are_files(tmp_path: Path) -> None:
    assert read_config({"KUULO_DATA": str(tmp_path)}).email is None


def test_a_language_model_is_off_until_it_is_named(tmp_path: Path) -> None:
    config = read_config({"KUULO_DATA": str(tmp_path), "KUULO_MODEL_KEY": "kept"})
    assert (config.model, config.embedding) == (None, None)


def test_the_twin_of_a_language_model_needs_no_name(tmp_path: Path) -> None:
    config = read_config({"KUULO_DATA": str(tmp_path), "KUULO_MODEL_URL": "console:"})
    assert config.model == ModelServer(url="console:", name="console")


def test_models_are_named_by_address_and_name(tmp_path: Path) -> None:
    told = {
        "KUULO_MODEL_URL": "https://models.example.com/v1/",
        "KUULO_MODEL_NAME": "large",
        "KUULO_MODEL_KEY": "secret",
    }
    told |= {"KUULO_EMBEDDING_URL": "http://localhost:11434/v1", "KUULO_EMBEDDING_MODEL": "small"}
    config = read_config({"KUULO_DATA": str(tmp_path), **told})
    assert config.model == ModelServer(url="https://models.example.com/v1", name="large", key="secret")
    assert config.embedding == ModelServer(url="http://localhost:11434/v1", name="small", key="")
    assert "secret" not in repr(config.model)


def test_the_public_address_loses_its_last_slash(tmp_path: Path) -> None:
    config = read_config({"KUULO_DATA": str(tmp_path), "KUULO_PUBLIC_URL": "https://kuulo.example.com/"})
    assert config.public_url == "https://kuulo.example.com"


def test_no_proxy_is_believed_unless_said(tmp_path: Path) -> None:
    assert read_config({"KUULO_DATA": str(tmp_path)}).proxies == 0
    assert read_config({"KUULO_DATA": str(tmp_path), "KUULO_PROXIES": "2"}).proxies == 2


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("KUULO_EMAIL_URL", "http://mail.example.com", "http://"),
        ("KUULO_EMAIL_URL", "smtp://", "names no host"),
        ("KUULO_PUBLIC_URL", "kuulo.example.com", "kuulo.example.com"),
        ("KUULO_PROXIES", "-1", "-1"),
        ("KUULO_THREADS", "0", "at least 1"),
        ("KUULO_THREADS", "²", "²"),
        ("KUULO_MODEL_URL", "models.example.com", "KUULO_MODEL_URL is no address"),
        ("KUULO_MODEL_URL", "https://user:key@models.example.com/v1", "KUULO_MODEL_URL is no address"),
        ("KUULO_MODEL_URL", "https://models.example.com/v1", "Set KUULO_MODEL_NAME too"),
        ("KUULO_EMBEDDING_MODEL", "small", "KUULO_EMBEDDING_URL is no address"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(tmp_path: Path, name: str, value: str, told: str) -> None:
    with pytest.raises(SettingError) as refused:
        read_config({"KUULO_DATA": str(tmp_path), name: value})
    assert told in str(refused.value)
