"""Folding: what each orthography lets people write for one another is one word."""

import pytest

from blueprints.news.search.folding import fold, other_readings, words_of
from blueprints.news.search.folding.plurals import singular


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ọ̀ṣun", "osun"),
        ("ẹ̀kọ́ gbogbo", "eko gbogbo"),
        ("O\u0329\u0300s\u0329un", "osun"),
        ("ɓauna ɗaya ƙasa ƴanci", "bauna daya kasa yanci"),
        ("'yanci", "ƴanci"),
        ("Ị́gbò ọnụ ṅ", "igbo onu n"),
        ("Ɛkɔm Ŋ", "ekom n"),
        ("Cœur, élève, Noël, façade, æquo", "coeur eleve noel facade aequo"),
        ("İSTANBUL ISTANBUL ıstanbul", "istanbul istanbul istanbul"),
        ("STRASSE", "Straße"),
        ("أحمد إلى آخر ٱلبيت", "احمد الي اخر البيت"),
        ("مدرسة", "مدرسه"),
        ("مستشفى", "مستشفي"),
        ("مؤتمر سئل شيء", "موتمر سيل شي"),
        ("مُحَمَّدٌ", "محمد"),
        ("محـــمد", "محمد"),
        ("کتاب یوم", "كتاب يوم"),
        ("٢٠٢٦ ۲۰۲۶ २०२६", "2026 2026 2026"),
        ("ሐኀኸሃኃሓ", "ሀሀሀሀሀሀ"),
        ("ሠላም ዓለም ፀሐይ ጸሀይ", "ሰላም አለም ጸሀይ ጸሀይ"),
        ("ጐንደር ቍጥር", "ጎንደር ቁጥር"),
        ("ቱዋል", "ቷል"),
        ("አዲስ፡አበባ።ከተማ፣ሰላም", "አዲስ አበባ ከተማ ሰላም"),
        ("I.N.E.C. and U.S. in S.A", "inec and us in sa"),
        ("Ｆｕｌｌ ﬁne", "full fine"),
        ("co\u00adoperate \u200fport\u202e", "cooperate port"),
        ("👋🏾 port_of-call", "port of call"),
    ],
)
def test_both_spellings_fold_to_one(one: str, other: str) -> None:
    assert fold(one).split() == fold(other).split()


@pytest.mark.parametrize("sign", "'’‘ʼʻʽʿˈ′`´ꞌ＇")
def test_an_apostrophe_of_any_kind_is_read_both_ways(sign: str) -> None:
    assert words_of(f"Ma{sign}aikata") == ["maaikata"]
    assert other_readings(f"Ma{sign}aikata") == ["ma", "aikata"]


def test_a_sentence_that_ends_in_a_letter_is_no_acronym() -> None:
    assert words_of("Plan B. Then C") == ["plan", "b", "then", "c"]


@pytest.mark.parametrize(
    ("language", "plural", "one"),
    [
        ("en", "floods", "flood"),
        ("en", "cities", "city"),
        ("en-GB", "taxes", "taxe"),
        ("en", "congress", ""),
        ("en", "virus", ""),
        ("fr", "elections", "election"),
        ("fr", "bureaux", "bureau"),
        ("ha", "sannus", ""),
        ("sw", "basis", ""),
    ],
)
def test_plurals_are_known_in_two_languages_only(language: str, plural: str, one: str) -> None:
    assert singular(plural, language) == one


def test_folding_twice_changes_nothing() -> None:
    text = "Ọ̀ṣun ’yan ቱዋል مُحَمَّد İ ǅ ﷺ Ⅻ ½ ŉ ᾳ I.N.E.C."
    assert fold(fold(text)).split() == fold(text).split()
