"""The demo edition's pictures: the same word always draws the same picture."""

from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image

from blueprints.newsroom.demo.drawing import draw_face, draw_picture
from blueprints.newsroom.demo.drawing.dice import Dice
from blueprints.newsroom.demo.drawing.headwear import HEADWEAR
from blueprints.newsroom.demo.drawing.palettes import PALETTES
from blueprints.newsroom.demo.drawing.scenes import SCENES
from blueprints.newsroom.demo.drawing.wardrobe import FITTING, Wardrobe
from blueprints.newsroom.demo.drawing.weaves import WEAVES

SMALL = (320, 180)


def fingerprint(image: Image.Image) -> str:
    return sha256(image.tobytes()).hexdigest()


def colours_in(image: Image.Image) -> int:
    return len(image.getcolors(maxcolors=image.width * image.height) or [])


def test_a_motif_always_draws_the_same_picture() -> None:
    assert fingerprint(draw_picture("river:osunmi", SMALL)) == fingerprint(draw_picture("river:osunmi", SMALL))


def test_the_dice_fall_as_they_fell_when_the_pictures_were_approved() -> None:
    dice = Dice("river:osunmi")
    assert [dice.count(0, 99) for _ in range(5)] == [64, 3, 40, 22, 48]


def test_other_words_draw_other_pictures() -> None:
    motifs = ["skyline:lagos", "skyline:accra", "skyline:nairobi", "sun:lagos", "no scene at all", ""]
    assert len({fingerprint(draw_picture(motif, SMALL)) for motif in motifs}) == len(motifs)


@pytest.mark.parametrize("size", [(1280, 720), (640, 640), (400, 500), (120, 68)])
def test_a_picture_has_the_size_asked_for(size: tuple[int, int]) -> None:
    picture = draw_picture("baobab:shade", size)
    assert picture.size == size
    assert picture.mode == "RGB"


@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_draws(scene: str) -> None:
    for word in ("dawn", "noon", "night"):
        assert colours_in(draw_picture(f"{scene}:{word}", SMALL)) > 50


@pytest.mark.parametrize("weave", WEAVES)
def test_every_weave_is_woven_in_each_of_its_palettes(weave: str) -> None:
    for palette in FITTING[weave]:
        wardrobe = Wardrobe(Dice(weave), 4, weave, palette)
        assert colours_in(wardrobe.bold(wardrobe.palette.near)) >= 3


def test_every_palette_is_worn() -> None:
    assert {palette for palettes in FITTING.values() for palette in palettes} == set(PALETTES)


def test_a_full_picture_stays_light_to_send() -> None:
    for motif in ("hills:one", "stadium:one", "market:one", "chart:one"):
        packed = BytesIO()
        draw_picture(motif).save(packed, "JPEG", quality=80)
        assert packed.tell() < 150_000


@pytest.mark.parametrize("style", HEADWEAR)
def test_every_style_of_portrait_draws(style: str) -> None:
    portrait = draw_face(f"{style}:ada", 96)
    assert portrait.size == (96, 96)
    assert colours_in(portrait) > 20


def test_a_motif_always_draws_the_same_face_and_others_differ() -> None:
    assert fingerprint(draw_face("ada", 96)) == fingerprint(draw_face("ada", 96))
    assert len({fingerprint(draw_face(name, 96)) for name in ("ada", "ben", "cleo", "dan")}) == 4


def test_a_motif_names_its_scene_weave_and_palette_between_colons() -> None:
    dice = Dice("river:kuba:dusk:old-town")
    assert (dice.named(SCENES), dice.named(WEAVES), dice.named(PALETTES)) == ("river", "kuba", "dusk")
    assert dice.named(HEADWEAR) == ""
    assert dice.thrown == 0
    assert Wardrobe(dice, 4).bold_weave == "kuba"


def test_the_first_of_two_scenes_named_is_drawn() -> None:
    assert Dice("bridge:river").named(SCENES) == "bridge"
