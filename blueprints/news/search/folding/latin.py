"""Latin letters with hooks, bars and other shapes that Unicode does not take apart, by the alphabets that use them.

Marks above and below (Yorùbá tones and underdots, Igbo dots, French accents) need no table: NFKD (Unicode Standard
Annex #15) parts them from their letter, and they are dropped.
"""

# Hausa: the hooked letters of boko (Pan-Nigerian Alphabet, 1981); of `'y`, which is `ƴ` too, the apostrophe goes.
HAUSA = {"ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y"}
# Igbo and Yorùbá need none: dots and tones (Ọnwụ alphabet, 1961; Yorùbá orthography, 1974) are marks.
# Akan, Ewe, Wolof, Fula and others: letters of the African Reference Alphabet (Niamey, 1978), as typed without them.
REFERENCE_ALPHABET = {
    **{"ɛ": "e", "ɔ": "o", "ǝ": "e", "ə": "e", "ɩ": "i", "ʊ": "u", "ŋ": "n", "ɲ": "ny", "ñ": "n"},
    **{"ɖ": "d", "ƒ": "f", "ɣ": "g", "ʋ": "v", "ɦ": "h", "ʒ": "z", "ʃ": "sh", "ƈ": "c", "ƥ": "p", "ƭ": "t"},
}
# French ligatures, and the letters of other European names (CLDR, Latin-ASCII transform).
EUROPEAN = {"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ß": "ss"}
# Turkish and Azerbaijani have an i with a dot and one without in both cases (SpecialCasing.txt). A query does not say
# its language, so both are `i` in every language: İSTANBUL, ISTANBUL and ıstanbul are one.
TURKIC = {"ı": "i"}

LETTERS = {**HAUSA, **REFERENCE_ALPHABET, **EUROPEAN, **TURKIC}
