"""The Ethiopian and the Hijri date beside the Gregorian one, where a language's readers count by them.

The Ethiopian reckoning is that of Dershowitz and Reingold, Calendrical Calculations: years of twelve months of 30 days
and a thirteenth of 5 or 6, from 29 August of the year 8 by the Julian calendar. Hijri dates are by Umm al-Qura.
"""

from datetime import date

from flask import current_app
from hijridate import Gregorian

from blueprints.core.languages import current_language

ETHIOPIC_EPOCH = 2796  # in days of date.toordinal
ETHIOPIC_MONTHS = {
    "am": ["መስከረም", "ጥቅምት", "ኅዳር", "ታኅሣሥ", "ጥር", "የካቲት", "መጋቢት", "ሚያዝያ", "ግንቦት", "ሰኔ", "ሐምሌ", "ነሐሴ", "ጳጉሜን"],
    "": [
        "Meskerem",
        "Tikimt",
        "Hidar",
        "Tahsas",
        "Tir",
        "Yekatit",
        "Megabit",
        "Miazia",
        "Genbot",
        "Sene",
        "Hamle",
        "Nehasse",
        "Pagumen",
    ],
}
HIJRI_MONTHS = {
    "ar": [
        "محرم",
        "صفر",
        "ربيع الأول",
        "ربيع الآخر",
        "جمادى الأولى",
        "جمادى الآخرة",
        "رجب",
        "شعبان",
        "رمضان",
        "شوال",
        "ذو القعدة",
        "ذو الحجة",
    ],
    "": [
        "Muharram",
        "Safar",
        "Rabi al-Awwal",
        "Rabi al-Thani",
        "Jumada al-Ula",
        "Jumada al-Thani",
        "Rajab",
        "Shaban",
        "Ramadan",
        "Shawwal",
        "Dhu al-Qadah",
        "Dhu al-Hijjah",
    ],
}
ERAS = {"ethiopic": {"am": "ዓ.ም.", "": "EC"}, "hijri": {"ar": "هـ", "": "AH"}}


def other_date(day: date) -> str:
    """The date by the second calendar of the language in force; empty where it has none, or the tables end."""
    language = current_language().partition("-")[0]
    match current_app.config["CALENDARS"].get(language):
        case "ethiopic":
            return _told("ethiopic", language, ETHIOPIC_MONTHS, ethiopic(day))
        case "hijri":
            try:
                hijri = Gregorian.fromdate(day).to_hijri()
            except OverflowError:
                return ""
            return _told("hijri", language, HIJRI_MONTHS, (hijri.year, hijri.month, hijri.day))
    return ""


def ethiopic(day: date) -> tuple[int, int, int]:
    """Year, month and day of the Ethiopian calendar."""
    elapsed = day.toordinal() - ETHIOPIC_EPOCH
    year = (4 * elapsed + 1463) // 1461
    within = elapsed - (365 * (year - 1) + year // 4)
    return year, within // 30 + 1, within % 30 + 1


def _told(calendar: str, language: str, months: dict[str, list[str]], parts: tuple[int, int, int]) -> str:
    year, month, day = parts
    names, era = months.get(language, months[""]), ERAS[calendar].get(language, ERAS[calendar][""])
    return f"{day} {names[month - 1]} {year} {era}"
