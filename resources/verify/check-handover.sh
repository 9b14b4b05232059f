#!/usr/bin/env bash
# Checks a hand-over folder with stock tools: GNU tar, coreutils, findutils, awk, grep, sed, OpenSSH
# >= 8.8, openssl for proofs of time. Needs verify-bundle.sh beside it, which checks each statement.
#
#   check-handover.sh FOLDER [DIGITS]     DIGITS: the organisation's 40 digits, from another source
#
# Exit 0: every check holds. 1: the named check fails. 2: called wrongly.
# Statements are unpacked below $TMPDIR and removed again: set TMPDIR to a memory-backed place.
set -euo pipefail
export LC_ALL=C TZ=UTC
[ $# -ge 1 ] && [ $# -le 2 ] && here=$(cd -- "$(dirname -- "$0")" && pwd) && cd -- "$1" ||
    { sed -n '5s/^# *//p' "$0" >&2; exit 2; }
expected=${2:-}
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
check() { # WHAT COMMAND…
    local what=$1; shift
    if "$@" >"$work/say" 2>&1; then printf 'holds   %s\n' "$what"; return; fi
    printf 'FAILS   %s\n' "$what"; exit 1
}
said() { sed -n "s/^$1: //p" "$2"; }                          # NAME FILE: the values of its lines
sum() { sha256sum <"$1" | cut -c1-64; }
moment() { date -u -d "$1" +%Y%m%d%H%M%SZ; }
signed() { # FILE PRINCIPAL NAMESPACE MOMENT: by a key of the trust list that was valid then
    sed "s/namespaces=\"receipt[^\"]*\"/namespaces=\"receipt.v1@testimony-intake,log.v1@testimony-intake,handover.v1@testimony-intake\"/" \
        "$newest/allowed_signers" >"$work/signers"
    ssh-keygen -Y verify -f "$work/signers" -I "$2" -n "$3@testimony-intake" -O "verify-time=$4" -s "$1.sig" <"$1"
}

# 1. The folder: plain files, exactly those that are listed, each as it was listed.
plain() { ! find . -mindepth 1 \( ! -type f ! -type d -o -name '*[!A-Za-z0-9._-]*' -o -type d -empty \) | grep -q .; }
tags='bag-info.txt bagit.txt handover.txt handover.txt.sig manifest-sha256.txt'
listed() {
    ! grep -qvE '^[0-9a-f]{64}  data/[A-Za-z0-9._/-]+$' manifest-sha256.txt && cut -c67- manifest-sha256.txt | sort -c &&
        cut -c67- tagmanifest-sha256.txt | cmp - <(printf '%s\n' $tags) &&
        { cut -c67- manifest-sha256.txt; printf '%s\n' $tags tagmanifest-sha256.txt; } | sort | cmp - <(find . -type f | cut -c3- | sort)
}
hashes() { sha256sum --strict --quiet -c tagmanifest-sha256.txt && sha256sum --strict --quiet -c manifest-sha256.txt; }
bag() {
    printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' | cmp - bagit.txt &&
        find data -type f -printf '%s\n' | awk '{ s += $1 } END { printf "Payload-Oxum: %.0f.%d\n", s, NR }' | cmp - bag-info.txt
}
check 'it holds plain files only' plain
check 'nothing is missing, nothing is there that is not listed' listed
check 'every file is as it was listed' hashes
check 'it is a BagIt bag with the right number and size of files' bag

# 2. The trust list: every version follows on the one before and is signed by enough root keys.
roots() { # FILE: the hash that names a set of root keys
    { printf '{"format":"testimony-roots/1","keys":['; said root "$1" | sed 's/.*/"&"/' | paste -sd, - | tr -d '\n'
      printf '],"threshold":%s}\n' "$(said threshold "$1")"; } | sha256sum | cut -c1-64
}
digits() { # HASH: its first 132 bits as 8 groups of 5 decimal digits
    echo "$1" | awk '{ for (i = 1; i <= 33; i++) { d = index("0123456789abcdef", substr($0, i, 1)) - 1
        for (j = 1; j <= 40; j++) { d += 16 * a[j]; a[j] = d % 10; d = int(d / 10) } }
        for (j = 40; j >= 1; j--) printf "%d%s", a[j], j == 1 ? "\n" : j % 5 == 1 ? " " : "" }'
}
trust() {
    local before='' dir text version n good old key
    for dir in data/trust/*/; do
        text=${dir}trust.txt version=$(said version "$text") n=0 good=0 old=0
        [ "$(head -n 1 "$text")" = testimony-trust/1 ] && [ "$dir" = "data/trust/$(printf %06d "$version")/" ] || return 1
        if [ -n "$before" ]; then
            [ "$version" -eq $((last + 1)) ] && [ "$(said prev_sha256 "$text")" = "$(sum "$before")" ] || return 1
        else first=$text from=$version; fi
        { said root "$text"; said retired "$text"; } >"$work/keys"
        while IFS= read -r key; do
            n=$((n + 1))
            [ -f "$text.$n.sig" ] || continue
            printf 'root namespaces="trust.v1@testimony-intake" %s\n' "$key" >"$work/root"
            ssh-keygen -Y verify -f "$work/root" -I root -n trust.v1@testimony-intake -s "$text.$n.sig" <"$text" || return 1
            ! said root "$text" | grep -qxF -- "$key" || good=$((good + 1))
            [ -z "$before" ] || ! said root "$before" | grep -qxF -- "$key" || old=$((old + 1))
        done <"$work/keys"
        [ "$good" -ge "$(said threshold "$text")" ] && { [ -z "$before" ] || [ "$old" -ge "$(said threshold "$before")" ]; } &&
            grep -qxF "sha256: $(sum "${dir}allowed_signers")  allowed_signers" "$text" || return 1
        before=$text last=$version newest=${dir%/}
    done
    [ "$(said trust handover.txt)" = "$from $last" ]
}
organisation() {
    { [ "$from" -ne 1 ] || [ "$(roots "$first")" = "$org" ]; } && [ "$(said first_roots "$newest/trust.txt")" = "$org" ] || return 1
    [ -z "$expected" ] || for text in "$first" "$newest/trust.txt"; do
        [ "$(digits "$(roots "$text")" | tr -d ' ')" != "$(printf %s "$expected" | tr -d ' ')" ] || return 0
    done
    [ -z "$expected" ]
}
org=$(said org handover.txt) who=$(said coordinator handover.txt) use=$(said use handover.txt) id=$(said handover handover.txt)
check 'the versions of the trust list follow on each other, signed by enough root keys' trust
check 'it is the list of the organisation that is named' organisation

# 3. The note: signed by the coordinator, it covers the list of files.
note() {
    [ "$(head -n 1 handover.txt)" = testimony-handover/1 ] && [[ $who =~ ^coord-[0-9a-f]{8}$ && $use =~ ^[a-z_]+$ && $id =~ ^[0-9a-f]{32}$ ]] &&
        signed handover.txt "$who" handover.v1 "$(moment "$(said made_at handover.txt)")" &&
        [ "$(said manifest handover.txt)" = "$(sum manifest-sha256.txt)" ]
}
check "the note is signed by $who and covers every file" note

# 4. The organisation's log: unbroken up to the head that the coordinator signed.
chained() { # NAME PRINCIPAL: sets start, the number of its first line
    local log=data/logs/$1.log head=data/logs/$1-head.txt line last='' number=0 form='"prev":"([0-9a-f]{64})","ref":.*"seq":([0-9]+),'
    start=0
    while IFS= read -r line; do
        [[ $line =~ $form ]] || return 1
        [ "$start" -ne 0 ] || { start=${BASH_REMATCH[2]} number=$((start - 1)) last=${BASH_REMATCH[1]}; }
        number=$((number + 1))
        [ "${BASH_REMATCH[1]} ${BASH_REMATCH[2]}" = "$last $number" ] || return 1
        last=$(printf '%s\n' "$line" | sha256sum | cut -c1-64)
    done <"$log"
    wall=$(tail -n 1 "$log" | grep -oE '"wall":"[^"]*"' | cut -d'"' -f4)
    printf 'testimony-log/1\n%s\n%s\n%s\n' "$2" "$number" "$last" | cmp - "$head" && signed "$head" "$2" log.v1 "$(moment "$wall")"
}
organisation_log() { chained organisation "$who" && [ "$number_and_head" = "$(sed -n '3p;4p' data/logs/organisation-head.txt | paste -sd' ' -)" ]; }
number_and_head=$(said org_log handover.txt)
check "the organisation's log chains up to the head that $who signed" organisation_log
org_start=$start

# 5. Each statement: sealed by a computer of the list, allowed for this use, with its receipt and log.
statements() { find data/statements -type f | sort | cmp - <(said statement handover.txt | sed 's,\([0-9a-f]*\) .*,data/statements/\1.tar,' | sort) &&
    find data/receipts -type f | sort | cmp - <(said statement handover.txt | sed 's,\([0-9a-f]*\) .*,data/receipts/\1.txt\ndata/receipts/\1.txt.sig,' | sort); }
describes() { [ -n "$sealed_at" ] && [[ $scope == *"\"$use\""* ]] && for part in "\"audience\":\"$org\"" "\"bundle_id\":\"$bundle\"" "\"kind\":\"${kind/addition/correction}\""; do
    grep -qF -- "$part" "$work/json" || return 1; done; }
same_content() { [ "$(tar -xOf "$tar" "tb1-$bundle/tagmanifest-sha256.txt" | sha256sum | cut -c1-64)" = "$content" ]; }
receipt() {
    local text=data/receipts/$bundle.txt came at
    came=$(said org_log "$text") at=$(said received_at "$text")
    [ "$(sed -n '1p' "$text")" = testimony-receipt/1 ] && signed "$text" "$who" receipt.v1 "$(moment "$at")" &&
        [ "$(said org "$text") $(said bundle_id "$text") $(said tagmanifest_sha256 "$text") $(said device "$text") $(said verdict "$text")" = "$org $bundle $content $device accepted" ] &&
        [ "$(sed -n "$((${came% *} - org_start + 1))p" data/logs/organisation.log | sha256sum | cut -c1-64)" = "${came#* }" ]
}
told() { # EVENT: our log tells of it
    grep -F "\"event\":\"$1\"" data/logs/organisation.log | grep -F "\"ref\":\"$bundle\"" | grep -F "\"tagmanifest_sha256\":\"$content\"" | grep -qF -- "$2"
}
check 'the statements and receipts are those that the note names' statements
count=0
while read -r bundle kind device content; do
    tar=data/statements/$bundle.tar count=$((count + 1))
    tar -xOf "$tar" "tb1-$bundle/bundle.json" >"$work/json" 2>/dev/null || :
    sealed_at=$(grep -oE '"sealed_at":"[^"]*"' "$work/json" | cut -d'"' -f4 || :) scope=$(grep -oE '"scope":\[[^]]*\]' "$work/json" || :)
    check "$bundle: sealed for this organisation, and this use was allowed" describes
    check "$bundle: sealed by $device at $sealed_at and not changed since" \
        bash "$here/verify-bundle.sh" "$tar" "$newest/allowed_signers" "$device" "$(moment "$sealed_at")" </dev/null
    check "$bundle: it is the one that the note names" same_content
    check "$bundle: its receipt is signed by $who and fits the log" receipt
    check "$bundle: the log tells that it came in" told import ''
    check "$bundle: the log tells of this hand-over" told handover "\"handover\":\"$id\""
done < <(said statement handover.txt)
check 'there is at least one statement' test "$count" -gt 0

# 6. The computers' logs, and what time services say of the organisation's log.
for log in data/logs/device-*.log; do
    [ -e "$log" ] || continue
    device=$(basename "$log" .log)
    check "the log of $device chains up to the head that it signed" chained "$device" "$device"
done
proof() {
    local head=${1%.tsr}.head.txt
    { read -r _ && read -r owner && read -r number && read -r hash; } <"$head" &&
        [ "$owner" = "$who" ] && signed "$head" "$who" log.v1 "$(moment "$(said made_at handover.txt)")" &&
        [ "$(sed -n "$((number - org_start + 1))p" data/logs/organisation.log | sha256sum | cut -c1-64)" = "$hash" ] &&
        openssl ts -verify -data "$head" -in "$1" -CAfile "${1%.tsr}.pem"
}
for file in data/anchors/*.tsr; do
    [ -e "$file" ] || continue
    check "a time service confirms the log in $(basename "$file")" proof "$file"
done

printf '\nAll checks hold: %s gave these %s bundles to «%s» for %s.\n' "$who" "$count" "$(said to handover.txt)" "$use"
printf 'The digits of the organisation. Compare them with those that you have from elsewhere:\n'
for text in "$first" "$newest/trust.txt"; do digits "$(roots "$text")"; done | uniq
cat <<'END'
Proven: which computers sealed these bytes, that nothing was changed since, that the coordinator had
them by the times of the receipts, and gave exactly these files for this use. With a time service: that
the log existed by that time. Not proven: that a statement is true, who sat at a computer, that clocks
were right, that nothing else exists. Times are the organisation's own word where no service confirms.
END
