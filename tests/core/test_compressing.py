"""Small pages while there is time, quick ones in a storm."""

import brotli

from blueprints.core.compressing import Compressor, best, quickly

TEXT = " ".join(f"{number * 7919 % 9973:x}" for number in range(9000)).encode()


def test_the_first_is_small_and_what_follows_at_once_is_quick() -> None:
    compressor = Compressor()
    small, is_rough = compressor.compress(TEXT)
    assert (small, is_rough) == (best(TEXT), False)
    assert not compressor.has_rested
    assert compressor.compress(TEXT) == (quickly(TEXT), True)
    assert brotli.decompress(small) == brotli.decompress(quickly(TEXT)) == TEXT


def test_it_rests_and_takes_its_time_again() -> None:
    compressor = Compressor()
    compressor.compress(b"a" * 2000)
    while not compressor.has_rested:
        pass
    assert compressor.compress(TEXT)[1] is False
