#!/usr/bin/env bash
# Checks a hand-over folder with stock tools: GNU tar, coreutils, findutils, awk, grep, sed, OpenSSH
# >= 8.8, openssl for proofs of time. Needs verify-bundle.sh beside it, which checks each statement.
#
#   check-handover.sh [--ca ROOTS.pem] FOLDER [DIGITS]
#
# DIGITS: the organisation's 40 digits. ROOTS.pem: time services' root certificates. Take both from
# another source than the folder. Exit 0: every check holds. 1: the named check fails. 2: called wrongly.
# Statements are unpacked below $TMPDIR and removed again: set TMPDIR to a memory-backed place.
# The folder may be hostile: nothing from it is computed with or printed before it has a strict form.
set -efuo pipefail
export LC_ALL=C TZ=UTC
unset CDPATH
usage() { sed -n '5s/^# *//p' "$0" >&2; exit 2; }
here=$(cd -- "$(dirname -- "$0")" && pwd) ca=''
if [ "${1-}" = --ca ]; then [ $# -ge 2 ] && ca=$(realpath -e -- "$2") || usage; shift 2; fi
[ $# -ge 1 ] && [ -d "$1" ] || usage
expected=${*:2} expected=${expected//[[:space:]]/}    # one argument, or eight groups as they are printed
[[ $expected =~ ^([0-9]{40})?$ ]] && cd -P -- "$1" || usage
work=$(mktemp -d) odd=''
trap 'rm -rf -- "$work"' EXIT
check() { # WHAT COMMAND…
    local what=$1; shift
    if "$@" >"$work/say" 2>&1 </dev/null; then printf 'holds   %s\n' "$what"; return; fi
    printf 'FAILS   %s\n' "$what"
    [ -z "$odd" ] || printf '        %s\n' "$odd"
    exit 1
}
H='[0-9a-f]{64}' ID='[0-9a-f]{32}' NAME='[0-9a-f]{8}' N='[1-9][0-9]{0,14}' T='[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}'
KEY='ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI[A-Za-z0-9+/]{43}'
only() { [ -s "$2" ] && [ -z "$(tail -c 1 "$2")" ] && { grep -aqvxE -e "$1" -- "$2"; [ $? -eq 1 ]; }; } # every line has this form
none() { local found; found=$("$@") && [ -z "$found" ]; }      # COMMAND…: it works and finds nothing
is() { [[ $1 =~ ^($2)$ ]]; }
said() { sed -n "s/^$1: //p" "$2"; }                          # NAME FILE: the values of its lines
one() { local value; value=$(said "$1" "$3") && is "$value" "$2" && printf '%s\n' "$value"; } # NAME FORM FILE
sum() { sha256sum <"$1" | cut -c1-64; }
moment() { is "$1" "$T(Z|[+-][0-9]{2}:[0-9]{2})" && date -u -d "$1" +%Y%m%d%H%M%SZ; }
signed() { # FILE PRINCIPAL NAMESPACE MOMENT: by a key of the trust list that was valid then
    [ -n "$4" ] && sed -E 's/^(coord-[^"]*"[^"]*)"/\1,handover.v1@testimony-intake"/' "$newest/allowed_signers" >"$work/signers" &&
        ssh-keygen -Y verify -f "$work/signers" -I "$2" -n "$3@testimony-intake" -O "verify-time=$4" -s "$1.sig" <"$1"
}

# 1. The folder: plain files of plausible sizes, exactly those that are listed, each as it was listed.
named() { is "$2" '[A-Za-z0-9._/-]{1,200}' && odd="$1: $2" || odd="$1: a name of odd form"; } # WHAT NAME: for check to say
plain() {
    local found
    found=$(find . -mindepth 1 \( ! -type f ! -type d -o -name '*[!A-Za-z0-9._-]*' -o -name '-*' -o -type d -empty \
    -o -type f -size +2400M -o -type f -size +64M ! -path './data/statements/*' -o -type f -size +4M ! -path './data/[sl]*' \) -print -quit) &&
        { [ -z "$found" ] || { named 'it is this one' "${found#./}"; return 1; }; }
}
tags=(bag-info.txt bagit.txt handover.txt handover.txt.sig manifest-sha256.txt)
paths="index\.(en|fa)\.html|check/[a-z][a-z.-]*|statements/$ID\.tar|receipts/$ID\.txt(\.sig)?|trust/[0-9]{6}/(allowed_signers|trust\.txt(\.[1-9][0-9]?\.sig)?)"
paths+="|logs/(organisation|device-$NAME)(\.log|-head\.txt(\.sig)?)|anchors/[0-9]{4}\.(head\.txt(\.sig)?|tsr|pem)"
listed() {
    local found
    only "$H  data/($paths)" manifest-sha256.txt && cut -c67- manifest-sha256.txt | sort -cu &&
        only "$H  [a-z0-9.-]+" tagmanifest-sha256.txt && cut -c67- tagmanifest-sha256.txt | cmp - <(printf '%s\n' "${tags[@]}") &&
        { cut -c67- manifest-sha256.txt; printf '%s\n' "${tags[@]}" tagmanifest-sha256.txt; } | sort >"$work/listed" && find . -type f | cut -c3- | sort >"$work/there" || return 1
    cmp "$work/listed" "$work/there" && return
    found=$(comm -3 "$work/listed" "$work/there" | sed -n 1p)        # in the second column: it is there
    case $found in $'\t'*) named 'not listed' "${found#?}" ;; *) named 'missing' "$found" ;; esac
    return 1
}
hashes() { sha256sum --strict --quiet -c tagmanifest-sha256.txt && sha256sum --strict --quiet -c manifest-sha256.txt; }
bag() {
    printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' | cmp - bagit.txt &&
        find data -type f -printf '%s\n' | awk '{ s += $1 } END { printf "Payload-Oxum: %.0f.%d\n", s, NR }' | cmp - bag-info.txt
}
no_control_signs() { # none but the line feed, in what is read below as text
    local found
    found=$(find handover.txt handover.txt.sig data -type f ! -name '*.tar' ! -name '*.tsr' ! -name '*.pem' -exec cat {} + |
        tr -d '\n -~\200-\377' | wc -c) && [ "$found" -eq 0 ]
}
check 'it holds plain files only, none too large' plain
check 'nothing is missing, nothing is there that is not listed' listed
check 'every file is as it was listed' hashes
check 'it is a BagIt bag with the right number and size of files' bag
check 'its texts hold no control signs' no_control_signs

# 2. The note's form. The recipient's name is UTF-8 without signs that cannot be seen, but for U+200C.
t=$'[\x80-\xbf]'
utf8=$'([ -~]|[\xc2-\xdf]'$t$'|\xe0[\xa0-\xbf]'$t$'|[\xe1-\xec\xee\xef]'$t$t$'|\xed[\x80-\x9f]'$t$'|\xf0[\x90-\xbf]'$t$t$'|[\xf1\xf2]'$t$t$t')+'
hidden=$'\xc2[\x80-\xa0\xad]|\xd8[\x80-\x85\x9c]|\xdb\x9d|\xdc\x8f|\xe1(\x9a\x80|\xa0\x8e)|\xe2\x80[\x80-\x8b\x8d-\x8f\xa8-\xaf]|\xe2\x81[\x9f-\xaf]|\xe3\x80\x80|\xee|\xef[\x80-\xa3]|\xef\xbb\xbf|\xef\xbf[\xb0-\xbf]|\xf0\x9d\x85[\xb3-\xba]'
note_form() {
    only "testimony-handover/1|(org|coordinator|handover|use|to|to_salt|made_at|trust|org_log|manifest|statement): .+|left_out: [A-Z_]{1,40} $N" handover.txt && [ "$(head -n 1 handover.txt)" = testimony-handover/1 ] && said to handover.txt >"$work/to" && [ "$(wc -l <"$work/to")" -eq 1 ] &&
        only "$utf8" "$work/to" && { grep -aqE -e "$hidden" "$work/to"; [ $? -eq 1 ]; } &&
        org=$(one org "$H" handover.txt) && who=$(one coordinator "coord-$NAME" handover.txt) && use=$(one use '[a-z_]{1,40}' handover.txt) &&
        id=$(one handover "$ID" handover.txt) && made=$(moment "$(said made_at handover.txt)") && manifest=$(one manifest "$H" handover.txt) &&
        salt=$(one to_salt "$H" handover.txt) && range=$(one trust '[1-9][0-9]{0,5} [1-9][0-9]{0,5}' handover.txt) && head=$(one org_log "$N $H" handover.txt) &&
        said statement handover.txt >"$work/named" && only "$ID (statement|identity|correction|addition) device-$NAME $H" "$work/named"
}
check 'the note has its form' note_form

# 3. The trust list: every version follows on the one before and is signed by enough root keys.
roots() { # FILE: the hash that names a set of root keys
    { printf '{"format":"testimony-roots/1","keys":['; said root "$1" | sed 's/.*/"&"/' | paste -sd, - | tr -d '\n'
      printf '],"threshold":%s}\n' "$(said threshold "$1")"; } | sha256sum | cut -c1-64
}
digits() { # HASH: its first 132 bits as 8 groups of 5 decimal digits
    echo "$1" | awk '{ for (i = 1; i <= 33; i++) { d = index("0123456789abcdef", substr($0, i, 1)) - 1
        for (j = 1; j <= 40; j++) { d += 16 * a[j]; a[j] = d % 10; d = int(d / 10) } }
        for (j = 40; j >= 1; j--) printf "%d%s", a[j], j == 1 ? "\n" : j % 5 == 1 ? " " : "" }'
}
version() { # DIR NUMBER BEFORE: one version, and that it follows on the trust.txt before
    local text=$1/trust.txt before=$3 key n=0 signatures=0 good=0 old=0 needed
    [ "$(head -n 1 "$text")" = testimony-trust/1 ] && [ "$(said version "$text")" = "$2" ] && [ "$(said first_roots "$text")" = "$org" ] &&
        needed=$(one threshold '[1-9][0-9]?' "$text") && [ "$needed" -le "$(said root "$text" | wc -l)" ] &&
        { said root "$text"; said retired "$text"; } >"$work/keys" && only "$KEY" "$work/keys" && [ -z "$(sort "$work/keys" | uniq -d)" ] &&
        only "(device|coord)-$NAME namespaces=\"[a-z0-9.@,-]+\",valid-after=\"[0-9]{14}Z\",valid-before=\"[0-9]{14}Z\" $KEY" "$1/allowed_signers" &&
        grep -qxF "sha256: $(sum "$1/allowed_signers")  allowed_signers" "$text" || return 1
    while IFS= read -r key; do
        n=$((n + 1))
        [ -f "$text.$n.sig" ] || continue
        signatures=$((signatures + 1))
        printf 'root namespaces="trust.v1@testimony-intake" %s\n' "$key" >"$work/root"
        ssh-keygen -Y verify -f "$work/root" -I root -n trust.v1@testimony-intake -s "$text.$n.sig" <"$text" || return 1
        said root "$text" | grep -cxF -- "$key" && good=$((good + 1))
        [ -z "$before" ] || { said root "$before" | grep -cxF -- "$key" && old=$((old + 1)); }
    done <"$work/keys"
    [ "$(find "$1" -name '*.sig' | wc -l)" -eq "$signatures" ] && [ "$good" -ge "$needed" ] && { [ -z "$before" ] || { [ "$old" -ge "$(said threshold "$before")" ] && [ "$(said prev_sha256 "$text")" = "$(sum "$before")" ]; }; }
}
trust() {
    local before='' number dir
    : >"$work/dirs"
    for ((number = from; number <= to; number++)); do
        dir=data/trust/$(printf %06d "$number")
        version "$dir" "$number" "$before" || return 1
        before=$dir/trust.txt newest=$dir
        echo "$dir" >>"$work/dirs"
    done
    find data/trust -mindepth 1 -type d | sort | cmp - "$work/dirs"
}
organisation() {
    first=$(roots "data/trust/$(printf %06d "$from")/trust.txt") now=$(roots "$newest/trust.txt")
    [ "$from" -ne 1 ] || [ "$first" = "$org" ] || return 1
    { digits "$first"; digits "$now"; } | uniq >"$work/digits"
    [ -z "$expected" ] || [ "$(tr -d ' ' <"$work/digits" | grep -cxF -e "$expected")" -gt 0 ]
}
read -r from to <<<"$range"
check 'the versions of the trust list follow on each other, signed by enough root keys' trust
check 'it is the list of the organisation that is named' organisation

# 4. The note: signed by the coordinator, it covers the list of files.
note() { signed handover.txt "$who" handover.v1 "$made" && [ "$manifest" = "$(sum manifest-sha256.txt)" ]; }
check "the note is signed by $who and covers every file" note

# 5. The organisation's log: unbroken up to the head that the coordinator signed.
chained() { # NAME PRINCIPAL: sets start and end, the numbers of its first and last line
    local log=data/logs/$1.log line='' last='' number=0
    local form='^\{"boot":"[0-9a-f]*","event":"[a-z._-]+","mono_ms":[0-9]+,"prev":"([0-9a-f]{64})","ref":"[^"\\]*","seq":([1-9][0-9]{0,14}),"wall":"([0-9TZ:+-]+)","x":\{.*\}\}$'
    awk 'length > 4096 { exit 1 }' "$log" || return 1
    while IFS= read -r line; do
        [[ $line =~ $form ]] || return 1
        [ "$number" -ne 0 ] || { start=${BASH_REMATCH[2]} number=$((start - 1)) last=${BASH_REMATCH[1]}; }
        number=$((number + 1))
        [ "${BASH_REMATCH[1]} ${BASH_REMATCH[2]}" = "$last $number" ] || return 1
        last=$(printf '%s\n' "$line" | sha256sum | cut -c1-64)
    done <"$log"
    end=$number
    [ -z "$line" ] && printf 'testimony-log/1\n%s\n%s\n%s\n' "$2" "$number" "$last" | cmp - "data/logs/$1-head.txt" &&
        signed "data/logs/$1-head.txt" "$2" log.v1 "$(moment "${BASH_REMATCH[3]}")"
}
organisation_log() { chained organisation "$who" && [ "$head" = "$(sed -n '3p;4p' data/logs/organisation-head.txt | paste -sd' ' -)" ]; }
in_log() { # NUMBER HASH: our log has this line
    [ "$1" -ge "$org_start" ] && [ "$1" -le "$org_end" ] && [ "$(sed -n "$(($1 - org_start + 1))p" data/logs/organisation.log | sha256sum | cut -c1-64)" = "$2" ]
}
check "the organisation's log chains up to the head that $who signed" organisation_log
org_start=$start org_end=$end

# 6. Each statement: sealed by a computer of the list, allowed for this use, with its receipt and log.
statements() { find data/statements -type f | sort | cmp - <(sed 's,\([0-9a-f]*\) .*,data/statements/\1.tar,' "$work/named" | sort) &&
    find data/receipts -type f | sort | cmp - <(sed 's,\([0-9a-f]*\) .*,data/receipts/\1.txt\ndata/receipts/\1.txt.sig,' "$work/named" | sort); }
describes() { # sets sealed_at
    local scope part
    tar -xOf "$tar" "tb1-$bundle/bundle.json" | head -c 4194305 >"$work/json" || :
    sealed_at=$(grep -aoE '"sealed_at":"[^"]*"' "$work/json" | cut -d'"' -f4) && sealed=$(moment "$sealed_at") &&
        scope=$(grep -aoE '"consent":\{"given_at_text":"([^"\\]|\\.)*","scope":\[[^]]*\]' "$work/json") &&
        [[ $scope != *$'\n'* && ${scope##*\[} == *"\"$use\""* ]] || return 1
    for part in "\"audience\":\"$org\"" "\"bundle_id\":\"$bundle\"" "\"kind\":\"${kind/addition/correction}\""; do
        grep -aqF -- "$part" "$work/json" || return 1
    done
}
same_content() { [ "$(tar -xOf "$tar" "tb1-$bundle/tagmanifest-sha256.txt" | sha256sum | cut -c1-64)" = "$content" ]; }
receipt() {
    local text=data/receipts/$bundle.txt came
    [ "$(head -n 1 "$text")" = testimony-receipt/1 ] && came=$(one org_log "$N $H" "$text") && in_log "${came% *}" "${came#* }" &&
        signed "$text" "$who" receipt.v1 "$(moment "$(said received_at "$text")")" &&
        [ "$(said org "$text") $(said coordinator "$text") $(said bundle_id "$text") $(said tagmanifest_sha256 "$text") $(said device "$text") $(said verdict "$text")" = \
            "$org $who $bundle $content $device accepted" ]
}
told() { # EVENT MORE MORE: our log tells of it in one line
    local form="\{\"boot\":\"[0-9a-f]*\",\"event\":\"$1\",\"mono_ms\":[0-9]+,\"prev\":\"$H\",\"ref\":\"$bundle\",\"seq\":.*\"tagmanifest_sha256\":\"$content\".*"
    [ "$(grep -axE -e "$form" data/logs/organisation.log | grep -aF -e "$2" | grep -acF -e "$3")" -gt 0 ]
}
check 'the statements and receipts are those that the note names' statements
mark=$(printf '%s\n%s\n%s\n' "$salt" "$id" "$(said to handover.txt)" | sha256sum | cut -c1-64)
count=0
while read -r bundle kind device content; do
    tar=data/statements/$bundle.tar count=$((count + 1))
    check "$bundle: sealed for this organisation, and this use was allowed" describes
    check "$bundle: sealed by $device at $sealed_at and not changed since" bash "$here/verify-bundle.sh" "$tar" "$newest/allowed_signers" "$device" "$sealed"
    check "$bundle: it is the one that the note names" same_content
    check "$bundle: its receipt is signed by $who and fits the log" receipt
    check "$bundle: the log tells that it came in" told import '' ''
    check "$bundle: the log tells of this hand-over, to whom the note names" told handover "\"handover\":\"$id\"" "\"to_sha256\":\"$mark\""
done <"$work/named"

# 7. The computers' logs, and what time services say of the organisation's log, at the time they say.
while read -r device; do
    check "the log of $device chains up to the head that it signed" chained "$device" "$device"
done < <(find data/logs -name 'device-*.log' | cut -c11-25 | sort)
proof() { # sets line, when and root
    local at=data/anchors/$1 form
    form="^testimony-log/1"$'\n'"$who"$'\n'"($N)"$'\n'"($H)$"
    [[ $(cat "$at.head.txt") =~ $form ]] && line=${BASH_REMATCH[1]} && in_log "$line" "${BASH_REMATCH[2]}" && signed "$at.head.txt" "$who" log.v1 "$made" || return 1
    when=$(openssl ts -reply -in "$at.tsr" -text | sed -n 's/^Time stamp: //p') &&
        is "$when" '[A-Z][a-z]{2} [ 0-9][0-9] [0-9:]{8}(\.[0-9]+)? [0-9]{4} GMT' && when=$(date -u -d "$when" +%Y-%m-%dT%H:%M:%SZ) || return 1
    awk '/^-----BEGIN/ { c = "" } { c = c $0 "\n" } END { printf "%s", c }' "$at.pem" >"$work/root.pem"  # the last one alone
    root="SHA-256 $(openssl x509 -in "$work/root.pem" -noout -fingerprint -sha256 | sed 's/.*=//')" &&
        root+=" $(openssl x509 -in "$work/root.pem" -noout -subject -nameopt RFC2253 | cut -c1-300)" && is "$root" '[ -~]*' &&
        openssl ts -verify -data "$at.head.txt" -in "$at.tsr" -CAfile "${ca:-$work/root.pem}" -untrusted "$at.pem" -attime "$(date -u -d "$when" +%s)"
}
while read -r number; do
    check "a time service's answer about the log: proof $number" proof "$number"
    if [ -n "$ca" ]; then printf '        the log had line %s by %s, says a service that you trust\n' "$line" "$when"; continue; fi
    printf '        the log had line %s by %s, says a service under the root certificate\n        %s\n' "$line" "$when" "$root"
    printf '        that came with the folder: compare it with what that service publishes, or use --ca\n'
done < <(find data -path 'data/anchors/*.tsr' | cut -c14-17 | sort)

printf '\nAll checks hold: %s gave these %s bundles to «%s» for %s.\n' "$who" "$count" "$(cat "$work/to")" "$use"
printf 'The digits of the organisation. Compare them with those that you have from elsewhere:\n'
cat "$work/digits"
cat <<'END'
Proven: which computers sealed these bytes, that nothing was changed since, that the coordinator had
them by the times of the receipts, and gave exactly these files for this use. With a time service that
you trust: that the log existed by that time. Not proven: that a statement is true, who sat at a computer,
that clocks were right, that nothing else exists. Times are the organisation's own word where no service
confirms.
END
