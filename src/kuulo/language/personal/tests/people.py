"""People whose names are planted in comments, with the forms written by hand, so that no rule of Kuulo made them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A person's first name in its forms, the whole name, the surname."""

    nominative: str
    genitive: str
    to: str
    from_: str
    whole: str
    whole_genitive: str
    last: str


def _finnish(forms: str) -> Person:
    nominative, genitive, to, from_, last, last_genitive = forms.split()
    return Person(nominative, genitive, to, from_, f"{nominative} {last}", f"{nominative} {last_genitive}", last)


def _other(name: str, ending: str) -> Person:
    first, last = name.split()
    return Person(first, first + ending, first, first, name, name + ending, last)


FINNISH = tuple(
    _finnish(forms)
    for forms in (
        "Mikko Mikon Mikolle Mikolta Virtanen Virtasen",
        "Anna Annan Annalle Annalta Korhonen Korhosen",
        "Pekka Pekan Pekalle Pekalta Mäkinen Mäkisen",
        "Liisa Liisan Liisalle Liisalta Mäki Mäen",
        "Heikki Heikin Heikille Heikiltä Lahti Lahden",
        "Riitta Riitan Riitalle Riitalta Laine Laineen",
        "Satu Sadun Sadulle Sadulta Koskinen Koskisen",
        "Kari Karin Karille Karilta Niemi Niemen",
        "Toivo Toivon Toivolle Toivolta Järvelä Järvelän",
        "Marjo Marjon Marjolle Marjolta Saarinen Saarisen",
        "Jukka Jukan Jukalle Jukalta Kukkonen Kukkosen",
        "Outi Outin Outille Outilta Hyvärinen Hyvärisen",
        "Veikko Veikon Veikolle Veikolta Anttila Anttilan",
        "Kirsi Kirsin Kirsille Kirsiltä Rantanen Rantasen",
        "Antti Antin Antille Antilta Salminen Salmisen",
        "Johanna Johannan Johannalle Johannalta Lehto Lehdon",
        "Markus Markuksen Markukselle Markukselta Heinonen Heinosen",
        "Tuomas Tuomaksen Tuomakselle Tuomakselta Aalto Aallon",
        "Eeva-Liisa Eeva-Liisan Eeva-Liisalle Eeva-Liisalta Nieminen Niemisen",
        "Henrik Henrikin Henrikille Henrikiltä Lindström Lindströmin",
        "Ville Villen Villelle Villeltä Hakala Hakalan",
        "Aino Ainon Ainolle Ainolta Pitkänen Pitkäsen",
        "Päivi Päivin Päiville Päiviltä Kinnunen Kinnusen",
        "Erkki Erkin Erkille Erkiltä Turunen Turusen",
        "Noora Nooran Nooralle Nooralta Salo Salon",
        "Lauri Laurin Laurille Laurilta Heikkilä Heikkilän",
        "Ahmed Ahmedin Ahmedille Ahmedilta Hassan Hassanin",
        "Natalia Natalian Natalialle Natalialta Ivanova Ivanovan",
        "Onni Onnin Onnille Onnilta Peltola Peltolan",
        "Lumi Lumin Lumille Lumilta Karjalainen Karjalaisen",
    )
)
SWEDISH = tuple(
    _other(name, "s")
    for name in (
        "Anna Andersson", "Erik Johansson", "Maria Lindström", "Karin Nilsson", "Lennart Svensson", "Björn Berg",
        "Anna-Karin Lundqvist", "Sofia Åkesson", "Gustav Ek", "Ingrid Holm", "Oskar Nyström", "Elin Söderberg",
        "Stig Wikström", "Sten Lund", "Åsa Öberg", "Göran Hägglund", "Birgitta Snellman", "Mikael Ahlroos",
        "Linnéa Sjöberg", "Emil Karlsson", "Ulla Granqvist", "Fatima Ali", "Mohamed Hussein", "Kerstin Fagerholm",
        "Lars-Erik Backman", "Wilma Eriksson", "Viktor Palm", "Saga Modig", "Love Strand", "Ebba Bergström",
    )
)  # fmt: skip
ENGLISH = tuple(
    _other(name, "'s")
    for name in (
        "John Smith", "Mary Johnson", "Will Turner", "Mark Brown", "Grace Hill", "Sarah Williams", "Liam O'Brien",
        "Priya Patel", "Mohammed Khan", "Emily Clarke", "Jack Taylor", "Rose Green", "Frank Wood", "Chloe Wilson",
        "Dave Thompson", "Siobhan Murphy", "Bill King", "Joy Young", "Oliver Evans", "Charlotte Hughes", "Pat Walker",
        "Jennifer Garcia", "Tyler Martinez", "Hannah Wright", "Kate Cooper", "Sue Baker", "Rob Fisher", "Nick Marsh",
        "Angela Davies", "Tom Robinson",
    )
)  # fmt: skip
# Names that stand on none of the lists.
RARE = {
    "fi": tuple(
        _finnish(forms)
        for forms in (
            "Xhevdet Xhevdetin Xhevdetille Xhevdetiltä Krasniqaj Krasniqajin",
            "Ulpukka Ulpukan Ulpukalle Ulpukalta Kytökorpi Kytökorven",
            "Oiliina Oiliinan Oiliinalle Oiliinalta Vempanen Vempasen",
            "Thandiwe Thandiwen Thandiwelle Thandiweltä Mbekula Mbekulan",
        )
    ),
    "sv": (
        _other("Xhevdet Krasniqaj", "s"),
        _other("Solveiga Hjortensparre", "s"),
        _other("Thandiwe Mbekula", "s"),
        _other("Fridolf Tvärnstedt", "s"),
    ),
    "en": (
        _other("Xhevdet Krasniqaj", "'s"),
        _other("Thandiwe Mbekula", "'s"),
        _other("Peregrine Oglethorpe", "'s"),
        _other("Zebedee Micklewhite", "'s"),
    ),
}
