"""What is derived from the installation's secret: one key for each purpose."""

import base64
from dataclasses import dataclass, field

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


@dataclass(frozen=True)
class Keys:
    """Keys that cannot be worked out from each other."""

    secret: str = field(repr=False)

    @property
    def audit(self) -> bytes:
        """For pseudonyms in the audit."""
        return self._derived(b"audit pseudonym")

    @property
    def cookie(self) -> bytes:
        """For signing form tokens (CSRF)."""
        return self._derived(b"form token")

    def seal(self, text: str) -> str:
        """Encrypt a short secret for storing."""
        return self._box.encrypt(text.encode()).decode()

    def unseal(self, sealed: str) -> str:
        """Decrypt what `seal` made; InvalidToken when the key is another."""
        return self._box.decrypt(sealed.encode()).decode()

    @property
    def _box(self) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(self._derived(b"stored secret")))

    def _derived(self, purpose: bytes) -> bytes:
        return HKDF(SHA256(), 32, salt=None, info=purpose).derive(self.secret.encode())
