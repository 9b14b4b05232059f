"""The only room that imports `cryptography` and `rfc3161_client`: keys, signatures, age, chains.

Import from its modules: `canonical`, `digests`, `keys`, `sshsig`, `chain`, `kdf`, `aead`, `bech32`,
`recipients`, `age`, `passphrase`, `hashing`, `timestamps` and `time_authorities`. `age_header`,
`age_stream`, `age_random`, `ed25519_points` and `der_order` are parts of those.
"""
