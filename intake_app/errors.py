"""Every way in which the program says no, by stable code and without user text.

The sentences for people live in `localization.messages`, one row a code. An error carries
numbers, codes and the program's own names as parameters, never testimony and never foreign bytes.
"""

from __future__ import annotations

import re


class IntakeError(Exception):
    """A known fault: `code` is the class name in UPPER_SNAKE, stable and documented."""

    code: str = "UNKNOWN"

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.code = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).upper()

    def __init__(self, **params: str | int | bool) -> None:
        super().__init__(self.code)
        self.params = params


class VaultError(IntakeError):
    """Something about the vault's folder, header or database."""


class TrustError(IntakeError):
    """Something about the organisation, its trust list or an enrolment."""


class StatementError(IntakeError):
    """Something about a statement: its state, its fields or its files."""


class DriveError(IntakeError):
    """Something about the drive or folder that sealed bundles go to."""


class InputError(IntakeError):
    """A file or value from outside that cannot be taken as it is."""


class WrongPassphrase(VaultError):
    """The passphrase opens no slot of this vault."""


class VaultExists(VaultError):
    """A vault is already in that folder."""


class VaultMissing(VaultError):
    """There is no vault in that folder."""


class VaultHeaderDamaged(VaultError):
    """Header and its backup are unreadable or were changed."""


class VaultDatabaseDamaged(VaultError):
    """The database cannot be read with the right key."""


class VaultTooNew(VaultError):
    """A newer program wrote this vault."""


class VaultReadOnly(VaultError):
    """The vault's disk refuses writing."""


class VaultDiskFull(VaultError):
    """The vault's disk is full; what was saved before stays saved."""


class VaultIo(VaultError):
    """The vault's disk failed to read or write."""


class VaultInUse(VaultError):
    """Another process has this vault open."""


class VaultLocked(VaultError):
    """The vault was locked in the meantime."""


class WordsOfAnotherVault(VaultError):
    """Words wait in memory for another vault than the one that was opened."""


class KdfRefused(VaultError):
    """The header asks for a key derivation outside the allowed cost."""


class MediaDamaged(VaultError):
    """A file kept in the vault does not decrypt to what was put in."""


class WrongRole(VaultError):
    """This vault belongs to another role."""


class PassphraseTooWeak(VaultError):
    """The chosen passphrase could be guessed."""


class PassphraseEmpty(VaultError):
    """No passphrase was given."""


class PassphrasesDiffer(VaultError):
    """A new passphrase was typed twice, and not the same."""


class LogLineBroken(VaultError):
    """A custody log does not chain; `seq` is the first bad line."""


class NoOrganisation(TrustError):
    """The vault knows no organisation yet."""


class NotEnrolled(TrustError):
    """The organisation's trust list does not name this device."""


class OrganisationExists(TrustError):
    """This vault already has an organisation."""


class TrustMalformed(TrustError):
    """The trust list's files are not in their exact form."""


class TrustUnsigned(TrustError):
    """Fewer valid root signatures than the threshold."""


class TrustRollback(TrustError):
    """The offered trust list is not newer than the one held."""


class TrustGap(TrustError):
    """Versions between the held and the offered trust list are missing."""


class TrustOtherOrganisation(TrustError):
    """The file belongs to another organisation than the one pinned."""


class KeyWeak(TrustError):
    """A low-order or non-canonical Ed25519 key."""


class KeyMalformed(TrustError):
    """A key is not in the exact form expected."""


class OwnKeyExpired(TrustError):
    """What this vault would sign now nobody could check: its own key's time is over."""


class RootKeyMissing(TrustError):
    """Fewer root keys at hand than the threshold asks for."""


class RootKeyPassphrase(TrustError):
    """The passphrase does not open the root key file."""


class RootKeyTooSlow(TrustError):
    """The root key file asks for so much work to open it that nobody could wait for it."""


class RootsUnchanged(TrustError):
    """The root set that was asked for is the one in force."""


class RootChangeMissing(TrustError):
    """No change of the root set is under way in this vault."""


class RootChangeOvertaken(TrustError):
    """The trust list has moved on since the change of the root set was prepared."""


class RootChangeOther(TrustError):
    """What is said to change the root set alone would change more, or is another change."""


class MemberUnknown(TrustError):
    """The trust list has nobody of that name."""


class LastCoordinator(TrustError):
    """Without this coordinator nobody could open a statement any more."""


class NameUnusable(TrustError):
    """A name for people to read is empty, too long, or holds signs that cannot be seen."""


class RequestMalformed(TrustError):
    """An enrolment request is damaged or its proof of possession fails."""


class RequestKnown(TrustError):
    """The device of this request is already in the trust list."""


class CardMalformed(TrustError):
    """An organisation's card is damaged or no card."""


class CardNoQr(TrustError):
    """No QR code was found in the picture."""


class DigitsDiffer(TrustError):
    """The digits that two people compared are not the same."""


class ReceiptRefused(TrustError):
    """A receipt is damaged, unsigned, or for another device."""


class ReceiptNotListed(TrustError):
    """A receipt from a coordinator who is not in our trust list, or no more."""


class ReceiptForged(TrustError):
    """A receipt that is not what it says: its signature, its device or its log is another's."""


class ReceiptUnknownBundle(TrustError):
    """A receipt for a bundle that this device never made: someone may forge in its name."""


class StatementMissing(StatementError):
    """There is no such statement."""


class StatementSealed(StatementError):
    """The statement is sealed and cannot be changed."""


class ConsentMissing(StatementError):
    """Nothing can be kept before consent was recorded."""


class NothingAllowed(StatementError):
    """Of what was chosen, nothing may be handed over for this use."""


class ConsentRefused(StatementError):
    """The witness did not agree that the statement is kept."""


class VoiceRefused(StatementError):
    """The witness did not agree that their voice is recorded."""


class RecordingUnfinished(StatementError):
    """A recording of this draft has not yet become one of its files."""


class NotReadBack(StatementError):
    """Paragraphs remain that were not read back and agreed."""


class StatementInvalid(StatementError):
    """A statement does not fit its schema."""


class StatementTooLarge(StatementError):
    """Text or files of the statement exceed what one bundle holds."""


class ExhibitMissing(StatementError):
    """There is no such exhibit."""


class ExhibitUnreadable(StatementError):
    """The chosen file cannot be read."""


class ExhibitChanged(StatementError):
    """The chosen file changed while it was being read."""


class ExhibitEmpty(StatementError):
    """The chosen file holds nothing."""


class SourceChanged(StatementError):
    """A file in the vault no longer matches its hash while sealing."""


class ClockWrong(StatementError):
    """The clock is so far off that a coordinator would have to refuse what is sealed now."""


class SealCheckFailed(StatementError):
    """The sealed file did not read back as it was written; the draft is untouched."""


class NotReceipted(StatementError):
    """Deletion asked for without the receipts it needs."""


class ReasonMissing(StatementError):
    """A decision that must be explained came without a reason."""


class AlreadyDecided(StatementError):
    """A held bundle was decided on before."""


class NothingToHandOver(StatementError):
    """No sealed bundle waits to be handed over."""


class DriveMissing(DriveError):
    """No such drive or folder, or it was never there."""


class DriveFull(DriveError):
    """Not enough room on the drive."""


class DriveReadOnly(DriveError):
    """The drive refuses writing."""


class DrivePulled(DriveError):
    """The drive vanished while being written."""


class DriveSlow(DriveError):
    """The drive made no progress for too long."""


class DriveFileTooLarge(DriveError):
    """The drive's file system cannot hold a file of this size."""


class DriveNameTaken(DriveError):
    """A different file of the same name is on the drive."""


class DriveReadBack(DriveError):
    """What was read back from the drive is not what was written."""


class DriveIsVault(DriveError):
    """The chosen folder is inside a vault."""


class FileMissing(InputError):
    """A named file is not there or cannot be opened."""


class FileMalformed(InputError):
    """A file is not in the form that is asked for here."""


class FolderNotEmpty(InputError):
    """The chosen folder already holds something."""


class NotAFolder(InputError):
    """A file has the name that was given for a folder."""


class OutputFailed(InputError):
    """A file could not be written where it was asked for."""


class TimeProofError(InputError):
    """Something about a time service's answer, or about the certificates it is checked with."""


class TimeProofMalformed(TimeProofError):
    """A file is no answer of a time service, or it is damaged."""


class TimeProofRefused(TimeProofError):
    """The time service did not grant what was asked."""


class TimeProofOtherText(TimeProofError):
    """An answer carries our number but tells of another log than the one it was asked for."""


class TimeProofOtherQuestion(TimeProofError):
    """An answer to something that this vault never asked."""


class TimeProofNoService(TimeProofError):
    """The answer was signed with a certificate that is not one for telling the time."""


class TimeProofExpired(TimeProofError):
    """A certificate behind the answer was not valid at the time that it names."""


class TimeProofAltered(TimeProofError):
    """The signature of the answer does not fit what it says."""


class TimeAuthorityUnknown(TimeProofError):
    """No certificate that was compared stands behind the answer."""


class TimeAuthorityMalformed(TimeProofError):
    """A file holds no root certificate that can be read."""


class TimeAuthorityNotCompared(TimeProofError):
    """The digits of a certificate were not compared yet, or they differ."""


class Cancelled(IntakeError):
    """The person stopped the job; nothing half-done is left."""


class NotCanonical(InputError):
    """A value of our own has no canonical form (a float, a lone surrogate, too deep)."""


REFUSAL_CODES: frozenset[str] = frozenset(
    """
    OUTER_NOT_FILE OUTER_SIZE NO_SPACE OUTER_NOT_AGE OUTER_STANZA OUTER_HEADER NOT_FOR_US
    OUTER_AUTH TRUNCATED TAR_HEADER TAG_TOO_BIG ROOT_NAME TAR_PAD SIG_FORMAT SIGNER_UNKNOWN
    SIG_NAMESPACE_OR_FORM SIG_ALGORITHM SIG_INVALID SIGNER_REVOKED SIGNER_EXPIRED
    SIGNER_REVOKED_UNDATED SIGNER_TIME_OVER TAGMANIFEST_FORM TAG_HASH BAGIT_TXT OXUM
    JSON_TOO_BIG JSON_SYNTAX
    JSON_DUP_KEY JSON_FLOAT JSON_SURROGATE JSON_NOT_CANONICAL JSON_SCHEMA FORMAT_VERSION
    ROOT_MISMATCH SIGNER_CLAIM AUDIENCE REPLAY ID_REUSED LOG_BROKEN LOG_ROLLBACK LOG_FORK LOG_GAP
    MANIFEST_DISAGREES TOO_MANY TOO_BIG PATH PAYLOAD_HASH EXTRA_ENTRY PADDING_NONZERO
    PADDING_LENGTH STATEMENT_SCHEMA STORE_FAILED
    """.split()
)
HOLD_CODES: frozenset[str] = frozenset(
    """
    LOG_GAP LOG_ROLLBACK LOG_FORK LOG_BROKEN SIGNER_REVOKED_UNDATED SIGNER_TIME_OVER ID_REUSED
    """.split()
)
ALARM_CODES: frozenset[str] = frozenset({"ID_REUSED", "LOG_FORK", "LOG_ROLLBACK"})
NOTE_CODES: frozenset[str] = frozenset(
    """
    RECIPIENTS_STALE RESTORED LINK_PENDING TRUST_OLDER CLOCK_ODD DEVICE_SET_BACK RECEIPT_ALARM
    OUR_RECEIPT_UNKNOWN EXHIBIT_LOG_DIFFERS CONTACT_WORDS
    """.split()
)


class BundleRefused(IntakeError):
    """A foreign bundle failed a check; the code is one of `REFUSAL_CODES`."""

    def __init__(self, code: str, *, where: str = "") -> None:
        if code not in REFUSAL_CODES:
            raise ValueError(code)
        super().__init__(where=where)
        self.code = code
        self.where = where

    @property
    def hold(self) -> bool:
        """True where a person must decide, since evidence is not thrown away over an odd log."""
        return self.code in HOLD_CODES

    @property
    def alarm(self) -> bool:
        """True where somebody may be forging or putting back an old copy."""
        return self.code in ALARM_CODES
