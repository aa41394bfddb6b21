"""Comments that give orders to a machine instead of telling a company something.

Whoever writes feedback can write to the language model that will read it. Such comments are never sent to one: they
stay among the comments a person reads. The patterns are Kuulo's own.
"""

from __future__ import annotations

import re
from typing import Final

ORDERS: Final = re.compile(
    "|".join(
        (
            r"\b(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,50}\b(?:instructions?|prompts?|rules|guidelines)\b",
            r"\b(?:ignore|disregard|forget)\b[^.!?\n]{0,30}\b(?:above|previous|prior|everything)\b",
            r"\b(?:system|developer|hidden|initial)[ _-]?(?:prompt|message)s?\b",
            r"\byou are (?:now|no longer)\b|\bas an? (?:ai|language model)\b",
            r"\b(?:chatgpt|llm|language model|jailbreak)\b",
            r"\bact as (?:an?|the|if)\b|\bpretend (?:to be|you)\b",
            r"\b(?:output|print|repeat|reveal|reply with|respond with|write only|say only)\b[^.!?\n]{0,40}"
            r"\b(?:exactly|verbatim|json|prompt|the following|only)\b",
            r"\b(?:unohda|ohita|jätä (?:huomiotta|huomioimatta)|sivuuta)\b[^.!?\n]{0,50}"
            r"\b(?:ohje\w*|sään\w+|kehot\w+|edelli\w+|aiem\w+)\b",
            r"\b(?:järjestelmäkehot\w+|kielimalli\w*)",
            r"\btekoäly(?:malli)?(?:n|lle|nä)?\b[^.!?\n]{0,20}\b(?:kirjoita|vastaa|sano|tulosta)\b",
            r"\bolet nyt\b[^.!?\n]{0,40}\b(?:avustaja|tekoäly|malli|botti)\w*",
            r"\b(?:ignorera|glöm|bortse från|strunta i|åsidosätt)\b[^.!?\n]{0,50}"
            r"\b(?:instruktion\w*|regler\w*|prompt\w*|tidigare|föregående|ovanstående)\b",
            r"\b(?:systemprompt\w*|systemmeddeland\w+|språkmodell\w*)\b",
            r"\bdu är nu\b[^.!?\n]{0,40}\b(?:assistent|bott?|modell|ai)\b",
            r"<\|?/?(?:im_start|im_end|system|assistant|user|endoftext|inst)\|?>|\[/?INST\]|^\s*(?:system|assistant)\s*:",
        )
    ),
    re.IGNORECASE | re.MULTILINE,
)


def orders_a_machine(text: str) -> bool:
    """Return whether a comment gives orders to a language model."""
    return ORDERS.search(text) is not None
