#!/usr/bin/env python3
"""Checks a hand-over folder with the standard library of Python 3.9 or later and nothing else.

    python3 -I check-handover.py [--ca ROOTS.pem] FOLDER [DIGITS]

DIGITS: the organisation's 40 digits. ROOTS.pem: time services' root certificates. Take both from
another source than the folder. Exit 0: every check holds. 1: the named check fails. 2: called wrongly.
Signatures are checked by the few lines of RFC 8032 below instead of a tool, so that this program and
check-handover.sh (OpenSSH) share no code at all and can be compared. Proofs of time need `openssl`;
where it is missing that is said. The folder may be hostile: nothing from it is computed with or
printed before it has a strict form.
"""
import base64, hashlib, json, os, re, shutil, stat, struct, subprocess, sys, tempfile
from datetime import datetime, timezone

NS = "@testimony-intake"
TAGS = ["bag-info.txt", "bagit.txt", "handover.txt", "handover.txt.sig", "manifest-sha256.txt"]
HASH, ID, NAME, NUMBER = "[0-9a-f]{64}", "[0-9a-f]{32}", "[0-9a-f]{8}", "[1-9][0-9]{0,14}"
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI[A-Za-z0-9+/]{43}"
PATHS = (r"index\.(en|fa)\.html", r"check/[a-z][a-z.-]*", r"statements/%s\.tar" % ID, r"receipts/%s\.txt(\.sig)?" % ID,
         r"trust/[0-9]{6}/(allowed_signers|trust\.txt(\.[1-9][0-9]?\.sig)?)", r"anchors/[0-9]{4}\.(head\.txt(\.sig)?|tsr|pem)",
         r"logs/(organisation|device-%s)(\.log|-head\.txt(\.sig)?)" % NAME)
NOTE = {"org": HASH, "coordinator": "coord-" + NAME, "handover": ID, "use": "[a-z_]{1,40}", "to": ".+", "to_salt": HASH, "made_at": ".+", "manifest": HASH,
        "trust": "[1-9][0-9]{0,5} [1-9][0-9]{0,5}", "org_log": NUMBER + " " + HASH}
STATEMENT = "(%s) (statement|identity|correction|addition) (device-%s) (%s)" % (ID, NAME, HASH)
MIB = 1 << 20
INNER = ["bag-info.txt", "bagit.txt", "bundle.json", "custody.log", "log-head.txt", "log-head.txt.sig", "manifest-sha256.txt"]

class Fails(Exception):
    pass

def need(holds, what):
    if not holds:
        raise Fails(what)

def holds(what):
    print("holds  ", what)

def matched(form, text):
    found = re.fullmatch(form, text, re.ASCII)
    need(found, "something has another form than it must have")
    return found

# Ed25519, RFC 8032 section 5.1 and the example code of section 6.
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT = -121665 * pow(121666, P - 2, P) % P, pow(2, (P - 1) // 4, P)

def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P

def times(n, p):
    q = (0, 1, 1, 0)
    while n:
        q, p, n = (add(q, p) if n & 1 else q), add(p, p), n >> 1
    return q

def same(p, q):
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0

def point(raw):
    y, sign = int.from_bytes(raw, "little") & (2**255 - 1), raw[31] >> 7
    need(y < P, "a key or signature is no point")
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    x = x if (x * x - xx) % P == 0 else x * ROOT % P
    need((x * x - xx) % P == 0 and (x or not sign), "a key or signature is no point")
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P

BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))

def ed25519(key, message, signature):
    a, r, s = point(key), point(signature[:32]), int.from_bytes(signature[32:], "little")
    need(s < L and not same(times(8, a), (0, 1, 1, 0)), "a signature or key is out of its range")
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    need(same(times(s, BASE), add(r, times(h, a))), "a signature does not hold")

# SSH signatures (OpenSSH PROTOCOL.sshsig).
def string(data):
    return struct.pack(">I", len(data)) + data

def signed(text, armored, namespace, line):
    """`line` is the key as OpenSSH writes it: 'ssh-ed25519 AAAA…'."""
    blob = base64.b64decode(line.split(" ")[1], validate=True)
    need(len(blob) == 51 and blob[:19] == string(b"ssh-ed25519") + struct.pack(">I", 32), "a key is no Ed25519 key")
    name = namespace.encode()
    start = b"SSHSIG" + struct.pack(">I", 1) + string(blob) + string(name) + string(b"") + string(b"sha512")
    start += struct.pack(">I", 83) + string(b"ssh-ed25519") + struct.pack(">I", 64)
    lines = armored.decode("ascii").split("\n")
    need(lines[0] == "-----BEGIN SSH SIGNATURE-----" and lines[-2:] == ["-----END SSH SIGNATURE-----", ""], "a signature has another form")
    raw = base64.b64decode("".join(lines[1:-2]), validate=True)
    need(raw[:-64] == start and len(raw) == len(start) + 64, "a signature is by another key, or for something else")
    digest = hashlib.sha512(text).digest()
    ed25519(blob[19:], b"SSHSIG" + string(name) + string(b"") + string(b"sha512") + string(digest), raw[-64:])

def member(name, namespace, when):
    """The key of a member of the newest trust list, where it counted at `when`."""
    for line in signers:
        m = matched('((?:device|coord)-%s) namespaces="([a-z0-9.@,-]+)",valid-after="([0-9]{14})Z",valid-before="([0-9]{14})Z" (%s)' % (NAME, KEY), line)
        if m[1] == name:
            spaces = m[2].split(",") + (["handover.v1" + NS] if name.startswith("coord-") else [])
            need(namespace + NS in spaces and m[3] <= when <= m[4], name + " could not sign this at that time")
            return m[5]
    raise Fails(name + " is not in the trust list")

def by(name, path, namespace, when):
    signed(read(path), read(path + ".sig"), namespace + NS, member(name, namespace, when))

# Small things.
def read(path):
    with open(os.path.join(folder, path), "rb") as file:
        return file.read()

def sha(data):
    return hashlib.sha256(data).hexdigest()

def moment(text):
    matched(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", text)
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc).strftime("%Y%m%d%H%M%S")

def pairs(text, form):
    need(text.startswith(form + b"\n") and text.endswith(b"\n"), "a text has another form")
    found = {}
    for line in text.decode().split("\n")[1:-1]:
        name, _, value = line.partition(": ")
        need(value and re.fullmatch("[a-z0-9_]+", name), "a text has another form")
        found.setdefault(name, []).append(value)
    return found

def listed(text):
    found = re.findall(r"([0-9a-f]{64})  (\S+)\n", text.decode("ascii"))
    need("".join("%s  %s\n" % each for each in found).encode() == text, "a list of files has another form")
    return [(name, digest) for digest, name in found]

def no_twice(items):
    found = dict(items)
    need(len(found) == len(items), "a name stands twice in JSON")
    return found

def integer(text):
    return int(matched("-?[0-9]{1,16}", text)[0])

def from_json(data):
    return json.loads(data.decode(), object_pairs_hook=no_twice, parse_int=integer, parse_float=integer, parse_constant=integer)

def hash_of(path):
    digest = hashlib.sha256()
    with open(os.path.join(folder, path), "rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            digest.update(piece)
    return digest.hexdigest()

def shown(name):
    return name if re.fullmatch("[A-Za-z0-9._/-]{1,200}", name) else "a name of odd form"

def the_folder():
    found = []
    for top, folders, files in os.walk(folder):
        need(folders or files, "an empty folder")
        for name in folders + files:
            path = os.path.join(top, name)
            mode = os.lstat(path).st_mode
            need(re.fullmatch(r"[A-Za-z0-9._][A-Za-z0-9._-]*", name) and (stat.S_ISREG(mode) or stat.S_ISDIR(mode)), "no plain file: " + shown(os.path.relpath(path, folder)))
            limit = 2400 * MIB if name.endswith(".tar") else 64 * MIB if name.endswith(".log") else 4 * MIB
            need(stat.S_ISDIR(mode) or os.lstat(path).st_size <= limit, "a file is too large")
        found += [os.path.relpath(os.path.join(top, name), folder).replace(os.sep, "/") for name in files]
    payload, tags = listed(read("manifest-sha256.txt")), listed(read("tagmanifest-sha256.txt"))
    names = [name for name, _ in payload]
    need(names == sorted(set(names)) and all(re.fullmatch("data/(%s)" % "|".join(PATHS), name) for name in names), "the list has another form")
    need([name for name, _ in tags] == TAGS, "the list of lists names other files")
    there = set(found)
    for name in sorted(there ^ {*names, *TAGS, "tagmanifest-sha256.txt"}):
        raise Fails(("not listed: " if name in there else "missing: ") + shown(name))
    for name, digest in payload + tags:
        need(hash_of(name) == digest, name + " is not what was listed")
        need(name.endswith((".tar", ".tsr", ".pem")) or not re.search(rb"[\0-\x09\x0b-\x1f\x7f]", read(name)), "control signs in a text")
    need(read("bagit.txt") == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", "bagit.txt")
    size = sum(os.path.getsize(os.path.join(folder, name)) for name in names)
    need(read("bag-info.txt") == b"Payload-Oxum: %d.%d\n" % (size, len(names)), "bag-info.txt")
    return names

def the_note():
    found = pairs(read("handover.txt"), b"testimony-handover/1")
    for name, form in NOTE.items():
        need(len(found.get(name, [])) == 1, "the note has another form")
        matched(form, found[name][0]) if form != ".+" else None
        note[name] = found[name][0]
    moment(note["made_at"])
    # U+200C belongs to Persian spelling; whatever else cannot be seen does not belong in a name
    need(note["to"].replace("\u200c", "").isprintable() and note["to"], "signs that cannot be seen")
    statements = [matched(STATEMENT, line).groups() for line in found.get("statement", [])]
    need(statements, "the note names no statement")
    for line in found.get("left_out", []):
        matched("[A-Z_]{1,40} " + NUMBER, line)
    need(set(found) <= {*NOTE, "statement", "left_out"}, "the note has another form")
    return statements

def roots_hash(said):
    value = {"format": "testimony-roots/1", "keys": said["root"], "threshold": int(said["threshold"][0])}
    return sha(json.dumps(value, separators=(",", ":"), sort_keys=True).encode() + b"\n")

def digits(name):
    text = "%040d" % (int(name, 16) >> 124)
    return " ".join(text[i:i + 5] for i in range(0, 40, 5))

def the_trust_list(names):
    first, last = map(int, note["trust"].split(" "))
    there = sorted({name.split("/")[2] for name in names if name.startswith("data/trust/")})
    need(first <= last and len(there) == last - first + 1, "a version of the trust list is missing")
    before, text = None, b""
    for version in range(first, last + 1):
        at = "data/trust/%06d/" % version
        previous, text = text, read(at + "trust.txt")
        said, keys = pairs(text, b"testimony-trust/1"), read(at + "allowed_signers")
        need(said["version"] == [str(version)] and said["first_roots"] == [note["org"]], "it is another version, or another organisation's")
        need(not before or said["prev_sha256"] == [sha(previous)], "a version does not follow on the one before")
        everybody, needed = said["root"] + said.get("retired", []), int(matched("[1-9][0-9]?", "\n".join(said["threshold"]))[0])
        need(all(matched(KEY, key) for key in everybody) and len(set(everybody)) == len(everybody), "a root key stands twice")
        need(needed <= len(said["root"]), "more signatures are asked for than there are root keys")
        good = set()
        for number, key in enumerate(everybody, 1):
            if at + "trust.txt.%d.sig" % number in names:
                signed(text, read(at + "trust.txt.%d.sig" % number), "trust.v1" + NS, key)
                good.add(key)
        need(len(good) == sum(name.startswith(at) and name.endswith(".sig") for name in names), "a signature is nobody's")
        need(len(good & set(said["root"])) >= needed, "too few root keys signed")
        need(not before or len(good & set(before["root"])) >= int(before["threshold"][0]), "too few of the old root keys signed")
        need(sha(keys) + "  allowed_signers" in said["sha256"], "the keys are not those that were signed")
        before = said
        ends.append(roots_hash(said))
    need(first != 1 or note["org"] == ends[0], "it is another organisation's list")
    ends[1:] = ends[-1:]
    need(not wanted or any(digits(each).replace(" ", "") == wanted for each in ends), "the digits are other ones")
    need(keys.endswith(b"\n"), "the list of members has another form")
    return keys.decode("ascii").split("\n")[:-1]

def chained(lines, number, last):
    for line in lines:
        need(len(line) <= 4096, "a line of a log is too long")
        said, number = from_json(line), number + 1
        need(said["prev"] == last and said["seq"] == number, "a log is broken at line %d" % number)
        last = sha(line)
    return number, last

def log(name, owner):
    """Check a part of a log and return the number of its first line, and its lines."""
    lines = read("data/logs/%s.log" % name).splitlines(True)
    need(lines and lines[-1].endswith(b"\n"), "a log has no lines or no end")
    for line in lines:
        matched(r'\{"boot":"[0-9a-f]*","event":"[a-z._-]+","mono_ms":\d+,"prev":"%s","ref":"[^"\\]*","seq":%s,"wall":"[0-9TZ:+-]+","x":\{.*\}\}\n' % (HASH, NUMBER), line.decode())
    first, path = from_json(lines[0]), "data/logs/%s-head.txt" % name
    number, last = chained(lines, first["seq"] - 1, first["prev"])
    need(read(path) == ("testimony-log/1\n%s\n%d\n%s\n" % (owner, number, last)).encode(), "a log has another head")
    by(owner, path, "log.v1", moment(from_json(lines[-1])["wall"]))
    return first["seq"], lines

def header(path, size):
    block = path.encode().ljust(100, b"\0") + b"0000644\0" + b"0000000\0" * 2 + b"%011o\0" % size + b"0" * 11 + b"\0"
    block += b" " * 8 + b"0" + bytes(100) + b"ustar\x0000" + bytes(64) + b"0000000\0" * 2 + bytes(167)
    return block[:148] + b"%06o\0 " % sum(block) + block[156:]

def the_statement(bundle, kind, device, content):
    """Check one bundle, whose tar has exactly one form, and return when it was sealed."""
    root = "tb1-" + bundle
    path = os.path.join(folder, "data/statements/%s.tar" % bundle)
    with open(path, "rb") as tar:
        def entry(name, digest=None):
            block = tar.read(512)
            size = int(matched("[0-7]{11}", block[124:135].decode("ascii"))[0], 8)
            need(name.startswith("data/") or size <= 4 * MIB, "a tag file is too large")
            need(block == header(root + "/" + name, size), "an entry is not where or what it must be: " + name)
            left, found, kept = size, hashlib.sha256(), []
            while left:
                piece = tar.read(min(left, 1 << 20))
                need(piece, "the tar ends too early")
                found.update(piece)
                left -= len(piece)
                if not name.startswith("data/"):
                    kept.append(piece)
            need(not tar.read(-size % 512).strip(b"\0"), "something lies between files")
            need(digest in (None, found.hexdigest()), name + " is not what was signed")
            return b"".join(kept), size
        lists, _ = entry("tagmanifest-sha256.txt")
        signature, _ = entry("tagmanifest-sha256.txt.sig")
        need([name for name, _ in listed(lists)] == INNER, "the signed list names other files")
        tags = {name: entry(name, digest)[0] for name, digest in listed(lists)}
        said = from_json(tags["bundle.json"])
        when = moment(said["sealed_at"])
        signed(lists, signature, "bundle.v1" + NS, member(device, "bundle.v1", when))
        payload = listed(tags["manifest-sha256.txt"])
        need(len(dict(payload)) == len(payload) and payload[0][0] == "data/000001.json", "the list of files has another form")
        need(all(re.fullmatch(r"data/[0-9]{6}\.[a-z0-9]{1,5}", name) for name, _ in payload), "a name has another form")
        sizes = [entry(name, digest)[1] for name, digest in payload]
        used = tar.tell() + 1024
        e = used.bit_length() - 1
        mask = (1 << max(e - e.bit_length(), 0)) - 1
        length = max(1 << 20, (used + mask) & ~mask)
        need(os.path.getsize(path) == length + -length % 512, "the tar has another length")
        for piece in iter(lambda: tar.read(1 << 20), b""):
            need(not piece.strip(b"\0"), "something lies after the end")
    need(tags["bag-info.txt"].startswith(b"Payload-Oxum: %d.%d\n" % (sum(sizes), len(sizes))), "number and size of files differ")
    need(tags["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", "it is no bag of version 1.0")
    want = {"root": root, "bundle_id": bundle, "signer": device, "audience": note["org"], "kind": kind.replace("addition", "correction")}
    need({key: said[key] for key in want} == want and sha(lists) == content, "it is not the bundle that the note names")
    need(note["use"] in said["consent"]["scope"], "this use was not allowed")
    span = said["log"]
    need(span["prev_seq"] or span["prev_head"] == "0" * 64, "its log begins elsewhere")
    end = chained(tags["custody.log"].splitlines(True), span["prev_seq"], span["prev_head"])
    need(end == (span["seq"], span["head"]), "its log ends elsewhere")
    need(tags["log-head.txt"] == ("testimony-log/1\n%s\n%d\n%s\n" % ((device,) + end)).encode(), "its log has another head")
    signed(tags["log-head.txt"], tags["log-head.txt.sig"], "log.v1" + NS, member(device, "log.v1", when))
    return said["sealed_at"]

def the_receipt(bundle, device, content, start, lines):
    path = "data/receipts/%s.txt" % bundle
    text = read(path)
    said = {name: "\n".join(values) for name, values in pairs(text, b"testimony-receipt/1").items()}
    by(who, path, "receipt.v1", moment(said["received_at"]))
    want = {"org": note["org"], "coordinator": who, "bundle_id": bundle, "tagmanifest_sha256": content, "device": device, "verdict": "accepted"}
    need({key: said[key] for key in want} == want, "the receipt is for something else")
    number, digest = matched("(%s) (%s)" % (NUMBER, HASH), said["org_log"]).groups()
    need(0 <= int(number) - start < len(lines) and sha(lines[int(number) - start]) == digest, "the receipt does not fit the log")
    told = [from_json(line) for line in lines if bundle.encode() in line]
    for event, value in (("import", None), ("handover", note["handover"])):
        mark = value and sha(("%s\n%s\n%s\n" % (note["to_salt"], value, note["to"])).encode())
        need(any((each["event"], each["ref"], each["x"].get("tagmanifest_sha256"), each["x"].get("handover"), each["x"].get("to_sha256")) == (event, bundle, content, value, mark) for each in told), "the log does not tell of " + event)
    return said["received_at"]

def openssl(*arguments):
    done = subprocess.run(["openssl", *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    need(done.returncode == 0, "a proof of time does not hold")
    return done.stdout.decode("utf-8", "replace")

def the_proof(path, start, lines):
    """Check what a time service says, at the time that it says: its certificates may have run out since."""
    base = path[:-len(".tsr")]
    number, digest = matched("testimony-log/1\n%s\n(%s)\n(%s)\n" % (who, NUMBER, HASH), read(base + ".head.txt").decode()).groups()
    by(who, base + ".head.txt", "log.v1", moment(note["made_at"]))
    need(0 <= int(number) - start < len(lines) and sha(lines[int(number) - start]) == digest, "a proof of time is for another log")
    if not shutil.which("openssl"):
        print("SKIPPED  %s: openssl is not installed" % path)
        return
    at = os.path.join(folder, base)
    found = re.findall("^Time stamp: (.*)$", openssl("ts", "-reply", "-in", at + ".tsr", "-text"), re.MULTILINE)
    text = matched(r"([A-Z][a-z]{2} [ \d]\d [\d:]{8})(?:\.\d+)? (\d{4}) GMT", "\n".join(found))
    when = datetime.strptime(text[1] + " " + text[2], "%b %d %H:%M:%S %Y").replace(tzinfo=timezone.utc)
    root = re.findall("-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+-----END CERTIFICATE-----\n", read(base + ".pem").decode("ascii"))[-1]
    with tempfile.TemporaryDirectory() as work:
        alone = os.path.join(work, "root.pem")
        with open(alone, "w") as file:
            file.write(root)
        subject = matched("[ -~]{0,4000}", openssl("x509", "-in", alone, "-noout", "-subject", "-nameopt", "RFC2253").rstrip("\n"))[0]
        openssl("ts", "-verify", "-data", at + ".head.txt", "-in", at + ".tsr", "-CAfile", authorities or alone,
                "-untrusted", at + ".pem", "-attime", "%d" % when.timestamp())
    holds("a time service's answer about the log: proof %s" % base[-4:])
    said = "        the log had line %s by %sZ, says a service " % (number, when.isoformat()[:19])
    if authorities:
        print(said + "that you trust")
        return
    print(said + "under the root certificate")
    shown = sha(base64.b64decode("".join(root.split("\n")[1:-2]))).upper()
    print("        SHA-256 %s %s" % (":".join(re.findall("..", shown)), subject[:300]))
    print("        that came with the folder: compare it with what that service publishes, or use --ca")

def main():
    global who, signers
    names = the_folder()
    holds("plain files, exactly those that are listed, each as it was listed")
    statements = the_note()
    who = note["coordinator"]
    signers = the_trust_list(names)
    holds("the trust list: every version follows on the one before, signed by enough root keys")
    by(who, "handover.txt", "handover.v1", moment(note["made_at"]))
    need(note["manifest"] == sha(read("manifest-sha256.txt")), "the note is for other files")
    holds("the note is signed by %s and covers every file" % who)
    start, lines = log("organisation", who)
    need(note["org_log"] == "%d %s" % (start + len(lines) - 1, sha(lines[-1])), "the note names another head")
    holds("the organisation's log chains up to the head that %s signed" % who)
    need(sorted("data/statements/%s.tar" % each[0] for each in statements) == [name for name in names if name.startswith("data/statements/")], "other statements than the note names")
    need(sorted("data/receipts/%s.txt%s" % (each[0], end) for each in statements for end in ("", ".sig")) == [name for name in names if name.startswith("data/receipts/")], "other receipts than the note names")
    for bundle, kind, device, content in statements:
        sealed = the_statement(bundle, kind, device, content)
        holds("%s: sealed by %s at %s and not changed since; this use was allowed" % (bundle, device, sealed))
        came = the_receipt(bundle, device, content, start, lines)
        holds("%s: received at %s; receipt and log tell of it and of this hand-over" % (bundle, came))
    for name in names:
        if re.fullmatch("data/logs/device-.*log", name):
            log(name[10:-4], name[10:-4])
            holds("the log of %s chains up to the head that it signed" % name[10:-4])
        if re.fullmatch("data/anchors/.*tsr", name):
            the_proof(name, start, lines)
    print("\nAll checks hold: %s gave these %d bundles to «%s» for %s." % (who, len(statements), note["to"], note["use"]))
    print("The digits of the organisation. Compare them with those that you have from elsewhere:")
    print("\n".join(dict.fromkeys(digits(each) for each in ends)))
    print("""Proven: which computers sealed these bytes, that nothing was changed since, that the coordinator had
them by the times of the receipts, and gave exactly these files for this use. With a time service that
you trust: that the log existed by that time. Not proven: that a statement is true, who sat at a computer,
that clocks were right, that nothing else exists. Times are the organisation's own word where no service
confirms.""")

if __name__ == "__main__":
    arguments, authorities = sys.argv[1:], ""
    if arguments[:1] == ["--ca"]:
        authorities, arguments = "".join(arguments[1:2]), arguments[2:]
    wanted = re.sub(r"\s", "", "".join(arguments[1:]), flags=re.ASCII)  # one argument, or eight groups as they are printed
    if not arguments or not os.path.isdir(arguments[0]) or not re.fullmatch("([0-9]{40})?", wanted) or (
            sys.argv[1] == "--ca" and not os.path.isfile(authorities)):
        sys.exit((print(__doc__, file=sys.stderr), 2)[1])
    folder, authorities = arguments[0], authorities and os.path.abspath(authorities)
    note, who, signers, ends = {}, "", [], []
    sys.stdout.reconfigure(errors="backslashreplace")
    try:
        main()
    except Fails as fault:
        sys.exit((print("FAILS  ", fault), 1)[1])
    except Exception as fault:
        sys.exit((print("FAILS   a file is missing or has another form:", type(fault).__name__), 1)[1])
