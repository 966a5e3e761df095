"""A hospital whose people sign in, with a clock that the test moves."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lytte.services import signing_in
from lytte.web.auth.tries import NAME, Tries
from tests.clinic_site import PASSWORD, TOTP
from tests.world import World

EMAIL = "nora@example.org"


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now


@dataclass(frozen=True)
class Door:
    """A hospital's sign-in page, and somebody who works there."""

    app: Flask
    world: World
    clock: Clock

    def code(self) -> str:
        """What the person's app shows now."""
        return str(pyotp.TOTP(TOTP).at(self.clock.now))

    def next_code(self) -> str:
        """Wait for the next code."""
        self.clock.now += timedelta(seconds=30)
        return self.code()

    def try_with(
        self,
        *,
        email: str = EMAIL,
        password: str = PASSWORD,
        code: str = "",
        client: FlaskClient | None = None,
    ) -> TestResponse:
        """Send the sign-in page."""
        given = {"email": email, "password": password, "code": code or self.next_code()}
        return (client or self.app.test_client()).post(f"/h/{self.world.slug}/sign-in", data=given)

    def sign_in(self) -> FlaskClient:
        """Return a browser in which the person has signed in."""
        client = self.app.test_client()
        assert self.try_with(client=client).status_code == 303
        return client

    def with_https(self) -> "Door":
        """Return the same door behind https."""
        house = self.app.extensions["lytte"]
        self.app.extensions["lytte"] = replace(house, secure=True)
        return self


@contextmanager
def opened_door(app: Flask, world: World) -> Iterator[Door]:
    """Give the hospital a clinician with a password; the limit of tries begins anew."""
    clock, house = Clock(), app.extensions["lytte"]
    app.extensions["lytte"] = replace(house, clock=clock)
    app.extensions[NAME] = Tries()
    with world.open() as session:
        signing_in.add_staff(
            world.work(session), email=EMAIL, name="Nora", password=PASSWORD, totp_secret=TOTP,
            roles={"clinician": world.clinic_id},
        )  # fmt: skip
        session.commit()
    try:
        yield Door(app, world, clock)
    finally:
        app.extensions["lytte"] = house
