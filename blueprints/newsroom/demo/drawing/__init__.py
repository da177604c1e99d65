"""Pictures drawn from a word: scenes and portraits after the continent's textile traditions."""

from blueprints.newsroom.demo.drawing.face import draw_face
from blueprints.newsroom.demo.drawing.picture import draw_picture

__all__ = ["draw_face", "draw_picture"]
