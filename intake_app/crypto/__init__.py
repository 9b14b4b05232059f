"""The only room that imports `cryptography`: keys, signatures, age, canonical bytes, chains."""
