"""The one place where everything is put together: the real world, an open vault, its front end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from intake_app import errors
from intake_app.crypto import passphrase as passphrases
from intake_app.services import places, resuming, safety, waiting_words
from intake_app.services import session as sessions
from intake_app.services.copying import silent
from intake_app.services.drives import Drive
from intake_app.services.opened import Opened, Role
from intake_app.services.safety import Check
from intake_app.services.session import Session
from intake_app.services.surroundings import Surroundings

SETTING_BYTES = 1024  # no setting of a front end is longer


class Desk:
    """What the window asks: one session at a time.

    «Instant» methods may be called on any thread; all others and `session` belong to the thread
    that opened the vault.
    """

    def __init__(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings
        self._session: Session | None = None
        self._settings: dict[str, str] = {}

    @property
    def session(self) -> Session:
        """The open session.

        Raises:
            VaultLocked: none is open.
        """
        if self._session is None:
            raise errors.VaultLocked
        return self._session

    # -- the door ---------------------------------------------------------------------------

    def suggest_folder(self) -> Path:
        """Return a free folder with a neutral name. Instant."""
        return places.free_folder(places.VAULT_NAME)

    def found_vaults(self) -> Sequence[Path]:
        """Return vaults in the usual places and on removable drives; no list is kept. Instant."""
        return places.found_vaults(self.drives())

    def generate_words(self, language: str) -> tuple[str, ...]:
        """Return random words of the language's list. Instant."""
        return tuple(sessions.generate_passphrase(language).split())

    def judge(self, text: str) -> passphrases.Verdict:
        """Return how hard a passphrase of one's own is to guess. Instant."""
        return sessions.judge(text)

    def create_vault(self, folder: Path, passphrase: bytearray, role: Role) -> Opened:
        """Make and open a vault; the passphrase is overwritten. Raises: as `session.create`."""
        return self._opens(lambda: sessions.create(folder, passphrase, role, self.surroundings))

    def unlock(self, folder: Path, passphrase: bytearray) -> Opened:
        """Open a vault; the passphrase is overwritten. Raises: as `session.unlock`."""
        return self._opens(lambda: sessions.unlock(folder, passphrase, self.surroundings))

    def lock(self) -> None:
        """Close the vault and forget its keys; does nothing where none is open."""
        session, self._session = self._session, None
        self._settings = {}
        if session is not None:
            session.lock()

    def demo(self) -> Opened:
        """Play the invented journey in a folder of its own and open its interviewer's vault."""
        from intake_app.services import demo

        folder = places.free_folder(places.PRACTICE_NAME)
        played = demo.play(folder, self.surroundings, progress=lambda _d, _t, _s: silent(0, 0))
        secret = sessions.passphrase_bytes(played.passphrase_file.read_text("utf-8"))
        return self._opens(
            lambda: sessions.unlock(played.interviewer_vault, secret, self.surroundings)
        )

    def safety_checks(self) -> Sequence[Check]:
        """Look at this computer and return one line for each thing that matters."""
        folder = self._session.folder if self._session is not None else Path.home()
        return safety.checks(folder, self.surroundings.clock)

    # -- settings ---------------------------------------------------------------------------

    def settings(self) -> Mapping[str, str]:
        """Return what was set, by key; nothing while locked. Instant."""
        return dict(self._settings)

    def change_setting(self, key: str, value: str) -> None:
        """Keep one setting in the vault; without an open vault it is not kept at all.

        Raises:
            FileMalformed: longer than any setting.
        """
        if len(key) + len(value) > SETTING_BYTES:
            raise errors.FileMalformed
        if self._session is not None:
            with self._session.vault.transaction():
                self._session.settings.put(key, value)
                self._session.custody.append("settings", key)
            self._settings[key] = value

    # -- drives -----------------------------------------------------------------------------

    def drives(self) -> Sequence[Drive]:
        """Return the removable drives that are mounted now. Instant."""
        return self.surroundings.drives()

    def _opens(self, opening: Callable[[], Session]) -> Opened:
        self.lock()
        session = opening()
        kept = session.settings.all()
        self._settings = {key: value for key, value in kept.items() if isinstance(value, str)}
        self._session = session
        role: Role = next(each for each in sessions.ROLES if each == session.role)
        resume = resuming.place(session)
        words_for = waiting_words.sealer(session)
        practice = places.practice_of(session.folder)
        return Opened(role, words_for, dict(self._settings), session.folder, practice, resume)


def make_desk(surroundings: Surroundings | None = None) -> Desk:
    """Return the desk of the real world, or of another one for tests."""
    return Desk(surroundings or Surroundings())
