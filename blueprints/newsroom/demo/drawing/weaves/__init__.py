"""The weaves by name: twelve textile traditions of the continent, each a tile that repeats."""

from blueprints.newsroom.demo.drawing.cloth import Weave
from blueprints.newsroom.demo.drawing.weaves.built import weave_amazigh, weave_kuba, weave_ndebele
from blueprints.newsroom.demo.drawing.weaves.dyed import weave_adire, weave_bogolanfini, weave_shweshwe
from blueprints.newsroom.demo.drawing.weaves.printed import weave_ankara, weave_kanga, weave_ripples
from blueprints.newsroom.demo.drawing.weaves.strips import weave_aso_oke, weave_kente, weave_tibeb

WEAVES: dict[str, Weave] = {
    "kente": weave_kente,
    "adire": weave_adire,
    "bogolanfini": weave_bogolanfini,
    "kuba": weave_kuba,
    "ankara": weave_ankara,
    "ripples": weave_ripples,
    "shweshwe": weave_shweshwe,
    "kanga": weave_kanga,
    "ndebele": weave_ndebele,
    "amazigh": weave_amazigh,
    "tibeb": weave_tibeb,
    "aso-oke": weave_aso_oke,
}
