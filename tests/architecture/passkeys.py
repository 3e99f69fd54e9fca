"""A passkey as a browser registers it, for pages that read what is registered; nobody can answer with it."""

from __future__ import annotations

import json
import os
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

PRESENT_VERIFIED_WITH_KEY = AuthenticatorData.FLAG(0x45)


def credential() -> dict[str, Any]:
    """What django-allauth keeps of one registration."""
    key_id = os.urandom(16)
    pair = generate_private_key(SECP256R1())
    public = ES256.from_cryptography_key(pair.public_key())  # type: ignore[no-untyped-call]
    held = AttestedCredentialData.create(Aaguid.NONE, key_id, public)
    data = AuthenticatorData.create(os.urandom(32), PRESENT_VERIFIED_WITH_KEY, 1, held)
    heard = json.dumps({"type": "webauthn.create", "challenge": "AA", "origin": "http://testserver"}).encode()
    return {
        "id": websafe_encode(key_id),
        "rawId": websafe_encode(key_id),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(heard),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        },
    }
