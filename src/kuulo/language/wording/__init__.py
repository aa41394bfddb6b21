"""Words of a text: tokens, lemmas, compound parts, clitics, colloquial forms, stop words; in Finnish, Swedish and English."""
