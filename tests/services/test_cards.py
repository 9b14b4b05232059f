"""The organisation's card: one content, as a file, as a picture, as a photograph."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageFilter

from intake_app import errors
from intake_app.services import card_pictures, enrolling, organising
from intake_app.services.card_pictures import Grey
from intake_app.services.session import Session
from tests.services.people import People


def test_the_card_is_the_same_as_file_and_as_picture(people: People, founder: Session) -> None:
    card = organising.card(founder)
    path = organising.write_card(founder, people.place())
    assert path.suffix == ".card"
    assert enrolling.read_card(path) == card
    assert organising.write_card(founder, path.parent) == path
    assert organising.card_digits(founder) == card.roots.digits
    picture = people.folder / "card.png"
    picture.write_bytes(organising.card_qr_png(founder, 6))
    assert enrolling.read_card(picture, pixels=_grey) == card
    with pytest.raises(errors.CardNoQr):
        enrolling.read_card(picture)


def _grey(data: bytes) -> Grey:
    with Image.open(io.BytesIO(data)) as image:
        return Grey(image.convert("L").tobytes(), *image.size)


def test_a_photograph_of_the_card_is_enough(people: People, founder: Session) -> None:
    with Image.open(io.BytesIO(organising.card_qr_png(founder, 8))) as drawn:
        turned = drawn.convert("L").rotate(13, expand=True, fillcolor=200)
    soft = turned.filter(ImageFilter.GaussianBlur(1.5))
    paper = Image.new("L", (soft.width + 300, soft.height + 200), 200)
    paper.paste(soft, (170, 60))
    photo = people.folder / "photo.jpg"
    paper.save(photo, quality=60)
    assert enrolling.read_card(photo, pixels=_grey) == organising.card(founder)


def test_pictures_without_one_card(people: People, founder: Session) -> None:
    import segno

    def drawn(content: bytes) -> Image.Image:
        out = io.BytesIO()
        segno.make(content, mode="byte", micro=False).save(out, kind="png", scale=6)
        return Image.open(io.BytesIO(out.getvalue())).convert("L")

    one = drawn(b"https://example.org")
    with Image.open(io.BytesIO(organising.card_qr_png(founder, 6))) as picture:
        card = picture.convert("L")
    both = Image.new("L", (one.width + card.width, max(one.height, card.height)), 255)
    both.paste(one, (0, 0))
    both.paste(card, (one.width, 0))
    for image, fault in ((one, errors.CardMalformed), (both, errors.CardMalformed)):
        with pytest.raises(fault):
            card_pictures.card_from_pixels(Grey(image.tobytes(), *image.size))
    for empty in (Grey(bytes(100), 10, 10), Grey(bytes(100), 10, 9), Grey(b"", 0, 0)):
        with pytest.raises(errors.CardNoQr):
            card_pictures.card_from_pixels(empty)
    with pytest.raises(errors.CardNoQr):
        card_pictures.card_from_pixels(Grey(bytes(100), -10, -10))
