#!/usr/bin/env bash
# Checks an opened bundle with stock tools alone: GNU tar, GNU coreutils, awk, grep, OpenSSH >= 8.8.
#
#   verify-bundle.sh INNER.tar ALLOWED_SIGNERS PRINCIPAL VERIFY_TIME
#
# INNER.tar        the bundle without its encryption (`age -d`, or `intake extract`)
# ALLOWED_SIGNERS  the file of this name from the organisation's trust list
# PRINCIPAL        the device that must have sealed it, such as device-1a2b3c4d
# VERIFY_TIME      the time for which the device's key must have been valid: YYYYMMDDHHMMSSZ
#
# Exit 0: every check holds. 1: the named check fails. 2: called wrongly.
# The files are unpacked below $TMPDIR and removed at the end. They are somebody's testimony: set
# TMPDIR to an encrypted or memory-backed place. The bundle may be hostile: nothing from it is computed
# with or printed before it has a strict form.
set -efuo pipefail
export LC_ALL=C TZ=UTC
unset CDPATH

usage() { sed -n '4,9s/^# \{0,1\}//p' "$0" >&2; exit 2; }
[ $# -eq 4 ] || usage
tar_file=$(realpath -e -- "$1") || usage
signers=$(realpath -e -- "$2") || usage
principal=$3 when=$4
[[ $principal =~ ^device-[0-9a-f]{8}$ && $when =~ ^[0-9]{14}Z$ ]] || usage

work=$(mktemp -d)
trap 'chmod -R u+rwX -- "$work"; rm -rf -- "$work"' EXIT
cd -- "$work"

check() { # WHAT COMMAND…
    local what=$1
    shift
    if "$@" >say 2>&1 </dev/null; then
        printf 'holds   %s\n' "$what"
    else
        printf 'FAILS   %s\n' "$what"
        exit 1
    fi
}

only() { grep -aqvxE -e "$1" -- "$2"; [ $? -eq 1 ]; } # FORM FILE: every line has this form

# 1. A plain ustar file (tar would unpack a compressed one without a word), and nothing but files.
is_ustar() { [ "$(dd if="$tar_file" bs=1 skip=257 count=5 status=none | tr -d '\0')" = ustar ]; }
only_files() {
    tar --force-local --numeric-owner --full-time -tvf "$tar_file" >list &&
        tar --force-local -tf "$tar_file" >names &&
        [ -s names ] && only '-rw-r--r-- 0/0 +[0-9]{1,11} [^/]*/[a-z0-9./-]+' list
}
small_enough() { # no sparse file that would fill the disk, no more and no larger than the format has
    awk -v limit="$(stat -c %s "$tar_file")" '$NF !~ "/data/" && $3 > 4194304 { large = 1 }
        { sum += $3 } END { exit !(sum <= limit && NR <= 10009 && !large) }' list
}
plain_names() {
    only 'tb1-[0-9a-f]{32}/(data/[0-9]{6}\.[a-z0-9]{1,5}|[a-z][a-z0-9.-]*)' names &&
        [ -z "$(sort names | uniq -d)" ] &&
        [ "$(cut -d/ -f1 names | sort -u | wc -l)" -eq 1 ]
}
check 'it is an uncompressed tar' is_ustar
check 'it holds plain files only' only_files
check 'it unpacks to no more than its size, and to no more than the format allows' small_enough
check 'all names are plain, none is there twice, all lie in one folder' plain_names

root=$(head -n 1 names | cut -d/ -f1)
mkdir x
check 'it can be unpacked' \
    tar --force-local --no-same-owner --no-same-permissions -C x -xf "$tar_file"
bag=$work/x/$root
for name in tagmanifest-sha256.txt tagmanifest-sha256.txt.sig bag-info.txt bagit.txt bundle.json \
    custody.log log-head.txt log-head.txt.sig manifest-sha256.txt; do
    check "there is $name" test -f "$bag/$name"
done

# 2. Signature -> tag manifest -> tag files -> payload.
signed() { # NAMESPACE FILE
    ssh-keygen -Y verify -f "$signers" -I "$principal" -n "$1" -O "verify-time=$when" \
        -s "$bag/$2.sig" <"$bag/$2"
}
listed_plainly() {
    only '[0-9a-f]{64}  [a-z][a-z0-9.-]*' "$bag/tagmanifest-sha256.txt" &&
        only '[0-9a-f]{64}  data/[0-9]{6}\.[a-z0-9]{1,5}' "$bag/manifest-sha256.txt"
}
hashes() { (cd "$bag" && sha256sum --strict --quiet -c "$1"); }
exactly_listed() {
    {
        printf '%s\n' tagmanifest-sha256.txt tagmanifest-sha256.txt.sig
        cut -c67- "$bag/tagmanifest-sha256.txt" "$bag/manifest-sha256.txt"
    } >want
    sed 's,^[^/]*/,,' names | cmp - want
}
fixed_tags() {
    cut -c67- "$bag/tagmanifest-sha256.txt" | cmp - <(printf '%s\n' bag-info.txt bagit.txt \
        bundle.json custody.log log-head.txt log-head.txt.sig manifest-sha256.txt)
}
bag_of_one_form() {
    printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' | cmp - "$bag/bagit.txt"
}
counted() { # bytes and number of the testimony's files
    awk '$NF ~ "/data/" { sum += $3; n++ } END { printf "Payload-Oxum: %d.%d\n", sum, n }' list |
        cat - <(echo 'BagIt-Profile-Identifier: urn:uuid:dcb1733a-5b79-422b-8c06-e93d3cc85f8a') |
        cmp - "$bag/bag-info.txt"
}
says() { grep -aqF -- "$1" "$bag/bundle.json"; }
check "the list of lists is signed by $principal" signed bundle.v1@testimony-intake \
    tagmanifest-sha256.txt
check 'the lists have their one form' listed_plainly
check 'the signed list names the seven tag files' fixed_tags
check 'nothing is extra, missing or moved' exactly_listed
check 'every tag file is as it was signed' hashes tagmanifest-sha256.txt
check 'every file of the testimony is as it was signed' hashes manifest-sha256.txt
check 'it is a BagIt bag of version 1.0' bag_of_one_form
check 'their number and size are as it was signed' counted
check 'the description names this folder' says "\"root\":\"$root\""
check 'the description names this device' says "\"signer\":\"$principal\""

# 3. The container has one form: made again from the files, it is the same byte for byte.
rebuilt() {
    (cd x && tar --format=ustar --blocking-factor=1 --owner=0 --group=0 --numeric-owner \
        --mode=0644 --mtime=@0 --no-recursion --verbatim-files-from -T ../names -cf ../re.tar)
    used=$(stat -c %s re.tar)
    cmp -n "$used" re.tar "$tar_file"
}
only_zeros_follow() { [ "$(tail -c +$((used + 1)) "$tar_file" | tr -d '\0' | wc -c)" -eq 0 ]; }
right_length() { # the larger of 1 MiB and Padmé of what is used, up to the next 512
    local n=$used e=0 s=0 mask
    while [ $((n >> (e + 1))) -gt 0 ]; do e=$((e + 1)); done
    while [ $((e >> s)) -gt 0 ]; do s=$((s + 1)); done
    mask=$(((1 << (e - s)) - 1))
    n=$(((n + mask) & ~mask))
    [ $n -ge 1048576 ] || n=1048576
    [ "$(stat -c %s "$tar_file")" -eq $(((n + 511) / 512 * 512)) ]
}
check 'the container is rebuilt byte for byte' rebuilt
check 'nothing is hidden after its end' only_zeros_follow
check 'its padding has the right length' right_length

# 4. The device's log: every line names the hash of the one before, and its head is signed.
span() { # sets head, last, number and end from what bundle.json says of the log
    local form='"log":\{"head":"([0-9a-f]{64})","prev_head":"([0-9a-f]{64})","prev_seq":(0|[1-9][0-9]{0,14}),"seq":([1-9][0-9]{0,14}|0)\}'
    [[ $(grep -aoE "$form" "$bag/bundle.json") =~ ^$form$ ]] || return 1
    head=${BASH_REMATCH[1]} last=${BASH_REMATCH[2]}
    number=${BASH_REMATCH[3]} end=${BASH_REMATCH[4]}
}
chained() {
    local line head last number end
    span || return 1
    [ "$number" -ne 0 ] || [ "$last" = "$(printf '%064d' 0)" ] || return 1
    while IFS= read -r line; do
        number=$((number + 1))
        case $line in *"\"prev\":\"$last\",\"ref\":"*"\"seq\":$number,"*) ;; *) return 1 ;; esac
        last=$(printf '%s\n' "$line" | sha256sum | cut -c1-64)
    done <"$bag/custody.log"
    [ -z "$line" ] && [ "$number" = "$end" ] && [ "$last" = "$head" ] || return 1
    printf 'testimony-log/1\n%s\n%s\n%s\n' "$principal" "$number" "$last" |
        cmp - "$bag/log-head.txt"
}
check 'the lines of the log chain up to its head' chained
check "the head of the log is signed by $principal" signed log.v1@testimony-intake log-head.txt

# 5. A second opinion, where it is installed.
if command -v bagit.py >/dev/null; then
    check 'bagit.py finds the bag valid' bagit.py --quiet --validate "$bag"
fi

printf '\nAll checks hold: %s sealed these files, and none was changed since.\n' "$principal"
sed 's/^/  /' "$bag/manifest-sha256.txt"
