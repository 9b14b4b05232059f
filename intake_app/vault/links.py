"""Which bundle corrects, completes or identifies which; the other one may still be on its way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake_app.vault.tables import Table

if TYPE_CHECKING:
    from intake_app.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class BundleLink:
    """`bundle_id` stands in the relation `rel` to `target_bundle_id`."""

    bundle_id: str
    rel: str
    target_bundle_id: str


_LINKS = Table("links", BundleLink)


class Links:
    """Links between archived bundles."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def add(self, link: BundleLink) -> None:
        """Keep a link of an archived bundle."""
        _LINKS.add(self._vault.db, link)

    def of(self, bundle_id: str) -> list[BundleLink]:
        """Return what a bundle points to."""
        return _LINKS.find(self._vault.db, bundle_id=bundle_id, order="rel, target_bundle_id")

    def to(self, bundle_id: str) -> list[BundleLink]:
        """Return what points to a bundle."""
        return _LINKS.find(self._vault.db, target_bundle_id=bundle_id, order="rel, bundle_id")

    def all(self) -> list[BundleLink]:
        """Return every link."""
        return _LINKS.find(self._vault.db, order="bundle_id, rel, target_bundle_id")

    def pending(self) -> list[BundleLink]:
        """Return the links whose target has not arrived."""
        rows = self._vault.db.rows(
            "SELECT * FROM links WHERE target_bundle_id NOT IN (SELECT bundle_id FROM bundles)"
            " ORDER BY bundle_id, rel"
        )
        return [BundleLink(*row) for row in rows]
