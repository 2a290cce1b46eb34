"""Colours: legible on both backgrounds, apart for colour-blind eyes, red for our own unit only."""

from __future__ import annotations

import math
from itertools import combinations

import pytest

from egov_metrics.charts.palette import DARK, LIGHT, contrast, luminance, mix, palette, readable, rgba

MODES = [LIGHT, DARK]

# Severity 1.0 of Machado, Oliveira and Fernandes (2009), on linear RGB.
EYES = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def oklab(colour: str, eyes: str) -> tuple[float, ...]:
    """The colour as those eyes see it, in Oklab times 100, where distances are alike to the eye."""
    linear = []
    for i in (1, 3, 5):
        channel = int(colour[i : i + 2], 16) / 255
        linear.append(channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4)
    r, g, b = (min(1, max(0, sum(m * c for m, c in zip(line, linear, strict=True)))) for line in EYES[eyes])
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    middle = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        100 * (0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short),
        100 * (1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short),
        100 * (0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short),
    )


def test_the_formula_gives_the_known_ratios():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert luminance("#FFFFFF") == pytest.approx(1)


@pytest.mark.parametrize("colours", MODES)
def test_words_have_a_contrast_of_at_least_four_and_a_half(colours):
    inks = [colours.own, colours.accent, colours.more, colours.mean, *colours.chosen]
    for background in (colours.background, colours.surface):
        for words in [colours.text, colours.muted, *(ink.text for ink in inks)]:
            assert contrast(words, background) >= 4.5, (words, background)


@pytest.mark.parametrize("colours", MODES)
def test_marks_have_a_contrast_of_at_least_three(colours):
    for ink in (colours.own, colours.accent, colours.more, colours.mean, *colours.chosen):
        assert contrast(ink.line, colours.background) >= 3, ink


@pytest.mark.parametrize("colours", MODES)
@pytest.mark.parametrize(("eyes", "least"), [("usual", 14), ("protan", 8), ("deutan", 8), ("tritan", 7)])
def test_own_and_chosen_colours_stay_apart(colours, eyes, least):
    seven = [colours.own.line, *(ink.line for ink in colours.chosen)]
    assert len(colours.chosen) == 6
    for one, other in combinations(seven, 2):
        assert math.dist(oklab(one, eyes), oklab(other, eyes)) >= least, (one, other)


@pytest.mark.parametrize("colours", MODES)
def test_only_our_own_unit_is_red(colours):
    def is_red(colour: str) -> bool:
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return red > 150 and red > 1.7 * max(green, blue, 60) or red > 230 and max(green, blue) < 140

    assert is_red(colours.own.line)
    assert not [ink for ink in (colours.accent, colours.mean, colours.more, *colours.chosen) if is_red(ink.line)]


@pytest.mark.parametrize("colours", MODES)
def test_the_first_level_looks_best(colours):
    strengths = [contrast(colours.levels[level], colours.background) for level in ("I", "II", "III", "IV")]
    assert strengths == sorted(strengths, reverse=True)
    assert all(a / b > 1.2 for a, b in zip(strengths, strengths[1:], strict=False))
    for level, fill in colours.levels.items():
        assert contrast(colours.level_text[level], fill) >= 4.5, level


@pytest.mark.parametrize("colours", MODES)
def test_numbers_in_a_matrix_are_readable_on_every_shade(colours):
    for step in range(21):
        fill = mix(*colours.scale, step / 20)
        assert contrast(readable(fill, colours.scale_text), fill) >= 4.5, fill


def test_chosen_units_beyond_the_sixth_are_grey():
    assert LIGHT.ink(5) == LIGHT.chosen[5]
    assert LIGHT.ink(6) == LIGHT.ink(40) == LIGHT.more


def test_small_parts():
    assert rgba("#0B5CAD", 0.3) == "rgba(11,92,173,0.3)"
    assert mix("#000000", "#FFFFFF", 0.5) == "#808080"
    assert palette("dark") is DARK
    with pytest.raises(ValueError, match="sepia"):
        palette("sepia")  # type: ignore[arg-type]
