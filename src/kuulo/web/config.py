"""Configuration: the environment read once, typed, and refused loudly when it cannot be used.

Every setting is described in docs/settings.md; a house test keeps the two alike.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from kuulo.base.errors import SettingError
from kuulo.base.texts import mark as _

SETTINGS = {
    "KUULO_DATA": "Folder of everything Kuulo keeps on this machine: database, lake, uploads, secret.",
    "DATABASE_URL": "Operational database: empty for SQLite in KUULO_DATA, or postgresql://user:password@host/name.",
    "KUULO_LAKE_URL": "Where the lake lives: a folder, or an S3-type URL.",
    "KUULO_SECRET_KEY": "Key that signs sessions; made and kept in KUULO_DATA when not given.",
    "KUULO_DEBUG": "1 shows errors in full on the page; never on a server others can reach.",
    "KUULO_HOSTS": "Host names the server answers to, separated by commas.",
    "KUULO_HTTPS": "1 when the server is reached over HTTPS: cookies are then sent over HTTPS only.",
    "KUULO_TIME_ZONE": "Time zone of dates shown and of times in files that name none.",
    "KUULO_LANGUAGE": "Language where neither person nor page says otherwise: en, fi or sv.",
    "KUULO_THREADS": "Threads that serve pages in each web process.",
    "KUULO_UPLOAD_LIMIT_MB": "Largest file the import page takes, in megabytes.",
    "KUULO_PUBLIC_URL": "Address at which customers reach Kuulo: links in messages, posters and widgets begin with it.",
    "KUULO_PROXIES": "Reverse proxies in front of Kuulo whose X-Forwarded-For is believed.",
    "KUULO_EMAIL_URL": "Mail server: smtp://user:password@host:587, smtps://… or smtp+plain://…; empty writes files.",
    "KUULO_EMAIL_FROM": "Sender of e-mails, such as Kuulo <kuulo@example.com>.",
    "KUULO_INBOX": "Folder beneath which feeds look for customer files; empty for inbox in KUULO_DATA.",
    "KUULO_BOUNCES_URL": "Mailbox that bounces come back to: imaps://user:password@host/INBOX, or a Maildir folder.",
    "KUULO_MODEL_URL": "OpenAI-compatible address of a language model that drafts; empty drafts nothing.",
    "KUULO_MODEL_NAME": "Name of the language model at KUULO_MODEL_URL.",
    "KUULO_MODEL_KEY": "Key the language model's server asks for.",
    "KUULO_EMBEDDING_URL": "OpenAI-compatible address of embeddings; empty uses those on this machine.",
    "KUULO_EMBEDDING_MODEL": "Name of the embedding model at KUULO_EMBEDDING_URL.",
    "KUULO_EMBEDDING_KEY": "Key the embedding server asks for.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailServer:
    """Where e-mail is handed over, and how the connection is kept private: starttls, implicit or none."""

    host: str
    port: int
    user: str
    password: str
    tls: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelServer:
    """A model of somebody else's: the address before ``/chat/completions`` or ``/embeddings``, its name, the key."""

    url: str
    name: str
    key: str = field(default="", repr=False)


# scheme → how the connection is kept private, and the port where none is named
EMAIL_SCHEMES = {"smtp": ("starttls", 587), "smtps": ("implicit", 465), "smtp+plain": ("none", 25)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything the environment says, checked."""

    data: Path
    database: Mapping[str, Any]
    lake_url: str
    secret_key: str
    debug: bool
    hosts: tuple[str, ...]
    https: bool
    time_zone: str
    language: str
    upload_limit_mb: int
    threads: int
    public_url: str
    proxies: int
    email: EmailServer | None
    email_from: str
    bounces_url: str
    inbox: Path
    model: ModelServer | None
    embedding: ModelServer | None


def read_config(environ: Mapping[str, str]) -> Config:
    """Return the configuration the environment describes.

    Raises:
        SettingError: A value cannot be used; the message names the setting and what it takes.
    """
    data = Path(environ.get("KUULO_DATA") or "data").resolve()
    language = environ.get("KUULO_LANGUAGE") or "en"
    if language not in {"en", "fi", "sv"}:
        raise SettingError(_("KUULO_LANGUAGE is “{value}”."), _("Set it to en, fi or sv."), value=language)
    return Config(
        data=data,
        database=_database(environ.get("DATABASE_URL", ""), data),
        lake_url=environ.get("KUULO_LAKE_URL") or str(data / "lake"),
        secret_key=environ.get("KUULO_SECRET_KEY") or _kept_secret(data),
        debug=_switch(environ, "KUULO_DEBUG"),
        hosts=tuple(host.strip() for host in (environ.get("KUULO_HOSTS") or "localhost,127.0.0.1,[::1]").split(",")),
        https=_switch(environ, "KUULO_HTTPS"),
        time_zone=environ.get("KUULO_TIME_ZONE") or "Europe/Helsinki",
        language=language,
        upload_limit_mb=_whole_number(environ, "KUULO_UPLOAD_LIMIT_MB", default=512),
        threads=_whole_number(environ, "KUULO_THREADS", default=8),
        public_url=_public_url(environ.get("KUULO_PUBLIC_URL") or "http://localhost:8000"),
        proxies=_whole_number(environ, "KUULO_PROXIES", default=0, least=0),
        email=_email_server(environ.get("KUULO_EMAIL_URL", "")),
        email_from=environ.get("KUULO_EMAIL_FROM") or "kuulo@localhost",
        bounces_url=environ.get("KUULO_BOUNCES_URL", ""),
        inbox=Path(environ.get("KUULO_INBOX") or data / "inbox").resolve(),
        model=_model_server(
            {
                "KUULO_MODEL_URL": environ.get("KUULO_MODEL_URL", ""),
                "KUULO_MODEL_NAME": environ.get("KUULO_MODEL_NAME", ""),
            },
            environ.get("KUULO_MODEL_KEY", ""),
        ),
        embedding=_model_server(
            {
                "KUULO_EMBEDDING_URL": environ.get("KUULO_EMBEDDING_URL", ""),
                "KUULO_EMBEDDING_MODEL": environ.get("KUULO_EMBEDDING_MODEL", ""),
            },
            environ.get("KUULO_EMBEDDING_KEY", ""),
        ),
    )


def _switch(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "")
    if value not in {"", "0", "1"}:
        raise SettingError(_("{name} is “{value}”."), _("Set it to 1 or 0."), name=name, value=value)
    return value == "1"


def _whole_number(environ: Mapping[str, str], name: str, *, default: int, least: int = 1) -> int:
    value = environ.get(name) or str(default)
    if not (value.isascii() and value.isdigit()) or int(value) < least:
        raise SettingError(
            _("{name} is “{value}”."),
            _("Set it to a whole number, at least {least}."),
            name=name,
            value=value,
            least=least,
        )
    return int(value)


def _public_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingError(
            _("KUULO_PUBLIC_URL is “{value}”."),
            _("Set it to an address such as https://kuulo.example.com."),
            value=value,
        )
    return value.rstrip("/")


def _email_server(url: str) -> EmailServer | None:
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in EMAIL_SCHEMES or not parts.hostname:
        raise SettingError(
            _("KUULO_EMAIL_URL begins with “{scheme}://” or names no host."),
            _("Write smtp://user:password@host:587, smtps://user:password@host:465 or smtp+plain://host:25."),
            scheme=parts.scheme,
        )
    tls, port = EMAIL_SCHEMES[parts.scheme]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return EmailServer(host=parts.hostname, port=parts.port or port, user=user, password=password, tls=tls)


def _model_server(told: Mapping[str, str], key: str) -> ModelServer | None:
    """Return the server an address and a model's name describe; None where neither is given."""
    (url_setting, url), (name_setting, name) = told.items()
    if not url and not name:
        return None
    if url == "console:":  # the twin, which sends nothing anywhere
        return ModelServer(url=url, name=name or "console")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise SettingError(
            _("{name} is no address of a model’s server."),
            _("Set it to an address such as https://models.example.com/v1, without key or password in it."),
            name=url_setting,
        )
    if not name:
        raise SettingError(
            _("{name} is given, but not which model is asked."),
            _("Set {setting} too."),
            name=url_setting,
            setting=name_setting,
        )
    return ModelServer(url=url.rstrip("/"), name=name, key=key)


def _database(url: str, data: Path) -> Mapping[str, Any]:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "kuulo.sqlite3",
            # Pages are served by a fixed pool of threads: each keeps its connection.
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 30,
                "transaction_mode": "IMMEDIATE",
                # FULL: what was acknowledged survives a power cut, not only a crash of the process.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-64000;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise SettingError(
            _("DATABASE_URL begins with “{scheme}://” or names no database."),
            _("Leave it empty for SQLite, or write postgresql://user:password@host:port/name."),
            scheme=parts.scheme,
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _kept_secret(data: Path) -> str:
    """Return the secret kept in the data folder, made on first use and readable by its owner only."""
    path = data / "secret-key"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            # Another process made it between the look and the write.
            return path.read_text()
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text()
