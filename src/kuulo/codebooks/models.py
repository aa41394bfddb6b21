"""Tables of codebooks, of what people coded, of what the machine proposes, and of what is to be coded next."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.codebooks.rules import KEY_LENGTH, SIGNAL_LENGTH, ProposalState, Reason

PERSON_LENGTH = 250


class Codebook(models.Model):
    """A set of codes for some of the comments.

    Attributes:
        slug: In addresses, and before the keys of its codes in figures.
        names: Language → name.
        purpose: What question the coding is to answer.
        source: Only comments of this source; empty for all.
        question: Only comments on this question; empty for all.
        salt: By it lots are drawn: which comments belong to the random sample.
        use_at: Proposals from this probability count in figures; empty where only people's decisions do.
        changed_at: When a code or a coding changed last.
    """

    slug = models.SlugField(max_length=60, unique=True)
    names = models.JSONField(default=dict)
    purpose = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=200, blank=True)
    question = models.CharField(max_length=200, blank=True)
    salt = models.CharField(max_length=32)
    use_at = models.FloatField(null=True, blank=True)
    created_by = models.CharField(max_length=PERSON_LENGTH, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """A probability is one."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(use_at__isnull=True) | models.Q(use_at__gt=0, use_at__lte=1),
                name="codebook_use_at_is_probability",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Code(models.Model):
    """A code of a codebook; nested under another one of it, or not.

    Attributes:
        key: The code in codings; it stays when the name changes.
        names: Language → name.
        definitions: Language → what belongs under it, and what does not.
        examples: Language → example comments, a line each.
        position: Its place among the codes.
    """

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="codes")
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="children")
    key = models.CharField(max_length=KEY_LENGTH)
    names = models.JSONField(default=dict)
    definitions = models.JSONField(default=dict, blank=True)
    examples = models.JSONField(default=dict, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        """A key is of one code of a codebook; codes come in the order of their places."""

        ordering: ClassVar[list[str]] = ["position", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["codebook", "key"], name="code_key_once"),
        ]

    def __str__(self) -> str:
        return self.key


class Coding(models.Model):
    """Which codes one coder gave one comment; none of them is an answer too.

    Attributes:
        signal_id: The comment.
        codes: Keys of the codes.
        in_sample: Whether the comment was drawn by lot: the truth the machine is measured against.
        blind: Whether the coder saw neither proposals nor others' codes.
        settles: Whether it settles how coders differed.
    """

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="codings")
    signal_id = models.CharField(max_length=SIGNAL_LENGTH, db_index=True)
    coder = models.CharField(max_length=PERSON_LENGTH)
    codes = models.JSONField(default=list)
    in_sample = models.BooleanField(default=False)
    blind = models.BooleanField(default=False)
    settles = models.BooleanField(default=False)
    coded_at = models.DateTimeField()

    class Meta:
        """A coder codes a comment once, and may settle it besides; one settles it."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["codebook", "signal_id", "coder"], condition=models.Q(settles=False), name="coding_once_a_coder"
            ),
            models.UniqueConstraint(
                fields=["codebook", "signal_id"], condition=models.Q(settles=True), name="coding_settled_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signal_id}: {', '.join(self.codes)}"


class Proposal(models.Model):
    """That a comment has a code, as the machine holds; no evidence before somebody, or the book's rule, accepts it."""

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="proposals")
    signal_id = models.CharField(max_length=SIGNAL_LENGTH, db_index=True)
    code = models.CharField(max_length=KEY_LENGTH)
    probability = models.FloatField()
    state = models.CharField(
        max_length=10, default=ProposalState.PROPOSED, choices=[(state, state) for state in ProposalState]
    )
    decided_by = models.CharField(max_length=PERSON_LENGTH, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A code is proposed for a comment once; states are a closed list."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["codebook", "signal_id", "code"], name="code_proposed_once"),
            models.CheckConstraint(condition=models.Q(state__in=list(ProposalState)), name="code_proposal_state_known"),
            models.CheckConstraint(
                condition=models.Q(probability__gte=0) & models.Q(probability__lte=1), name="code_proposal_probability"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["codebook", "code", "state", "-probability"], name="code_proposals_by_code")
        ]

    def __str__(self) -> str:
        return f"{self.signal_id} {self.code}? {self.state}"


class Queued(models.Model):
    """A comment to code next, and what is shown beside it.

    Attributes:
        reason: Why it is to be coded.
        position: Its place in the queue.
        proposed: Code → probability; nothing for those drawn by lot, which are coded blind.
        near: Signals of coded comments nearest in meaning.
    """

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="queue")
    signal_id = models.CharField(max_length=SIGNAL_LENGTH, db_index=True)
    reason = models.CharField(max_length=10, choices=[(reason, reason) for reason in Reason])
    position = models.PositiveIntegerField()
    proposed = models.JSONField(default=dict, blank=True)
    near = models.JSONField(default=list, blank=True)

    class Meta:
        """A comment waits in a codebook once."""

        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["codebook", "signal_id"], name="queued_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.signal_id}"


class Machine(models.Model):
    """What a codebook's machine said last, in figures; its vocabulary is not kept.

    Attributes:
        fingerprint: Of the comments, codings and codes it was made from.
        learned: How many coded comments it learned from; 0 where there were too few.
        sampled: How many comments drawn by lot people have coded.
        comments: How many comments it read.
        figures: Code → name of a figure → the figure, see `rules.plain`.
        too_few: Codes that have too few comments to be proposed.
        trouble: Why nothing was learned; a text.
    """

    codebook = models.OneToOneField(Codebook, on_delete=models.CASCADE, related_name="machine")
    fingerprint = models.CharField(max_length=64)
    learned = models.PositiveIntegerField(default=0)
    sampled = models.PositiveIntegerField(default=0)
    comments = models.PositiveIntegerField(default=0)
    figures = models.JSONField(default=dict)
    too_few = models.JSONField(default=list)
    trouble = models.JSONField(null=True, blank=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"machine of {self.codebook_id}"
