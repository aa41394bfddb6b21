"""Tables of people and of the organisation."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from rules.permissions import has_perm

from kuulo.accounts.rules import FLOOR_DEFAULT, FLOOR_LEAST, Role

ROLE_CHOICES = [
    (Role.OWNER.value, _("Owner")),
    (Role.INSIGHT_LEAD.value, _("Insight lead")),
    (Role.RESEARCHER.value, _("Researcher")),
    (Role.SERVICE_PERSON.value, _("Service person")),
    (Role.READER.value, _("Reader")),
]


class UserManager(BaseUserManager["User"]):
    """Finds people by their e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the person with this e-mail address."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person of the organisation who signs in."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=20, default=Role.READER, choices=ROLE_CHOICES)
    language = models.CharField(_("language"), max_length=5, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        """Roles are a closed list in the database too."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(role__in=list(Role)), name="user_role_known")
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Return whether the table of roles grants the permission (kuulo.web.roles, through django-rules)."""
        return self.is_active and has_perm(perm, self, obj)

    def has_perms(self, perm_list: list[str], obj: models.Model | None = None) -> bool:
        """Return whether every permission is granted."""
        return all(self.has_perm(perm, obj) for perm in perm_list)


class Organisation(models.Model):
    """The company whose customers are heard; one row."""

    name = models.CharField(_("name"), max_length=200, blank=True)
    is_invented = models.BooleanField(default=False)
    anonymity_floor = models.PositiveSmallIntegerField(
        default=FLOOR_DEFAULT, validators=[MinValueValidator(FLOOR_LEAST)]
    )
    confidence = models.FloatField(default=0.95)

    class Meta:
        """One organisation an installation; the floor never goes under its least."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(pk=1), name="organisation_is_one"),
            models.CheckConstraint(condition=models.Q(anonymity_floor__gte=FLOOR_LEAST), name="anonymity_floor_least"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: Any) -> None:
        """Save as the one row there is."""
        self.pk = 1
        super().save(**kwargs)


class ApiKey(models.Model):
    """A key by which another program asks Kuulo; the secret itself is shown once and not kept.

    Attributes:
        name: Which program, for people.
        shown: The first signs of the secret, by which people tell keys apart.
        secret_hash: SHA-256 of the secret, which has 192 random bits and so cannot be guessed from it.
        last_used_at: To the minute.
        revoked_at: From when on it opens nothing; None while it does.
    """

    name = models.CharField(_("name"), max_length=120)
    shown = models.CharField(max_length=16)
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=254, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=254, blank=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.shown}…)"
