#!/usr/bin/env bash
# Checks one SSH signature without OpenSSH, by openssl >= 3.0 and coreutils alone.
#
#   verify-with-openssl.sh FILE FILE.sig NAMESPACE KEY.pem
#
# NAMESPACE is bundle.v1@testimony-intake for tagmanifest-sha256.txt and log.v1@testimony-intake
# for log-head.txt; KEY.pem is the device's public key. Exit 0: the signature holds. 1: it does not.
set -efuo pipefail
export LC_ALL=C

[ $# -eq 4 ] || { sed -n '4s/^# *//p' "$0" >&2; exit 2; }
file=$(realpath -e -- "$1") signature=$(realpath -e -- "$2") namespace=$3 key=$(realpath -e -- "$4")
[[ $namespace =~ ^[a-z]+\.v1@testimony-intake$ ]] || { sed -n '4s/^# *//p' "$0" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

# An SSH string: its length as four bytes, the highest first, then its bytes.
string() {
    local n
    n=$(stat -c %s "$1")
    printf "\\x$(printf %02x $((n >> 24)))\\x$(printf %02x $((n >> 16 & 255)))"
    printf "\\x$(printf %02x $((n >> 8 & 255)))\\x$(printf %02x $((n & 255)))"
    cat -- "$1"
}

# What OpenSSH signs: PROTOCOL.sshsig, with the SHA-512 of the file in the place of the file.
printf %s "$namespace" >"$work/namespace"
: >"$work/reserved"
printf sha512 >"$work/algorithm"
openssl dgst -sha512 -binary -out "$work/digest" "$file"
{
    printf SSHSIG
    for part in namespace reserved algorithm digest; do string "$work/$part"; done
} >"$work/message"

# The last 64 bytes of the armored text are the Ed25519 signature itself.
head -c 4096 "$signature" | grep -av '^-----' | base64 -d | tail -c 64 >"$work/raw"
openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$work/message" -sigfile "$work/raw"
