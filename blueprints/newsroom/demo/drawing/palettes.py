"""Palettes: nine colours that belong together, from the sky down to the ink."""

from dataclasses import dataclass

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Palette:
    """The colours of one picture; far, mid and near step from the horizon to the foreground."""

    sky: Colour
    haze: Colour
    sun: Colour
    far: Colour
    mid: Colour
    near: Colour
    ink: Colour
    pale: Colour
    accent: Colour


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Blend two colours; share 0 is all the first, 1 all the second."""
    red, green, blue = (round(one + (other - one) * share) for one, other in zip(first, second, strict=True))
    return red, green, blue


def lightness(colour: Colour) -> float:
    """Tell how light a colour looks, 0 to 1 (ITU-R BT.601 luma)."""
    red, green, blue = colour
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def _colour(code: str) -> Colour:
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16)


def _palette(codes: str) -> Palette:
    return Palette(*(_colour(code) for code in codes.split()))


#          sky    haze   sun    far    mid    near   ink    pale   accent
PALETTES = {
    "harmattan": _palette("F2DDB8 EACB9A D4501F D9A05B B5622B 6B2D1A 2A1512 FBF1DE 1F6F6B"),
    "indigo": _palette("ECE4D2 DAD8CC DE9A2E 8FA9BF 3E6390 1E3563 101C3A F6F1E4 C4502E"),
    "mudcloth": _palette("E8D6B5 DDC59A B8431F BF8F55 7E4A22 3B2114 1C110C F7EBD3 D99A2B"),
    "asante": _palette("14302F 1A3D3A F0B429 2F6B5A C8472B 7A1F1F 0B1A1B FBEFD3 E98A2B"),
    "lagoon": _palette("F6E3C5 F2D2A6 E4572E 7DB5A5 2E8577 14504F 0B2B30 FFF5E1 F2B134"),
    "jacaranda": _palette("F3DCD0 EBC6BF E8743B B58BB0 75508C 43305F 221736 FCF0E6 E3B23C"),
    "dusk": _palette("F2AE74 F5BF8A FCE6B8 D8663F A33B32 5E2233 2B1222 FDEBCB 2D7D7A"),
    "rainforest": _palette("E9E4C6 DBDBB2 E39A2D 9DB068 4F7F45 1F4D38 0F2A22 F8F4DF C9482B"),
    "atlas": _palette("F0DAC4 E8C5A4 C0392B DB9566 A8382C 5B1A22 26101A FAF0E0 2B5D7C"),
    "painted": _palette("F7E7C6 F2D7A0 E8622C 6FAFBC 2B6E93 7C2740 18161F FFF8EA F0B323"),
    "nile": _palette("1C2748 243358 F3D9A0 3D5A86 2C7088 15314F 0B1224 F6E7C8 E2793B"),
    "rooibos": _palette("F1CDB0 EBBA96 F9EDD6 D07A55 A14A3A 5B2A2E 2A1418 FCEFE0 3D7068"),
    "swahili": _palette("DFEBE1 C9DFD8 F0A53A 86BFC0 2F8A99 17506A 0D2A3E FBF6E8 E2603E"),
    "shea": _palette("F5E9D5 EDDABB DB8A2C C9B27C 8E8A4B 4E5530 24291A FCF6E6 A83C2A"),
    "marigold": _palette("F2BC55 ECAC3D C43D1C D9792A 8E2F2A 4A1B2B 22101A FFF2D2 1F6E73"),
    "turquoise": _palette("A9D6C8 99CBBD F5BE49 5FA79B C8502F 5A1E2C 23101C FFF4DC 1C5A63"),
    "rose": _palette("E9A490 E39682 FBE6C2 C66A62 8C3550 4A2046 220F26 FDEBDB F0B23E"),
    "plum": _palette("33203F 3F2849 F2B84B 6E3B63 B0483F 4A1F3D 190F22 FBE9D2 E57F45"),
}
