"""The only room that imports `cryptography`: keys, signatures, age, canonical bytes, chains.

Import from its modules: `canonical`, `digests`, `keys`, `sshsig`, `chain`, `kdf`, `aead`, `bech32`,
`recipients`, `age` and `passphrase`. `age_header`, `age_stream`, `age_random` and `ed25519_points`
are parts of those.
"""
