"""Watches a process and its children: every byte they hand to the system, every file they make.

strace sees what a search of the disk afterwards cannot: files that were deleted again, pipes,
sockets, the terminal.
"""

from __future__ import annotations

import re
import resource
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_CALLS = (
    "write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,sendmmsg,openat,open,creat,rename,"
    "renameat,renameat2,link,linkat,symlink,symlinkat,mkdir,mkdirat,mknod,mknodat,socket,connect,"
    "setxattr,fsetxattr,lsetxattr,memfd_create,execve"
)
_STRACE = ("strace", "-f", "--seccomp-bpf", "-qq", "-xx")
_WHOLE = "2000000"  # bytes of each call's data, more than any call here has
_LINE = re.compile(rb"^(?:\d+ +)?(?:<\.\.\. )?([a-z0-9_]+)(?:\(| resumed>)(.*)$")
_TEXT = re.compile(rb'"((?:\\x[0-9a-f]{2})*)"')
_WRITING = (b"O_WRONLY", b"O_RDWR", b"O_CREAT", b"O_TMPFILE")
_DATA = frozenset("write pwrite64 writev pwritev pwritev2 sendto sendmsg sendmmsg".split())


@dataclass(frozen=True)
class Trace:
    """What was seen. `text` is the raw log with every string in hex; `made` the paths written."""

    code: int
    out: bytes
    err: bytes
    text: bytes
    made: tuple[str, ...]
    sockets: tuple[str, ...]
    programs: tuple[str, ...]

    def leaks(self, secret: bytes, *, printed: bool = True) -> list[str]:
        """Return the calls that handed `secret` to the system, with how they begin.

        `printed`: what went to standard output counts too.
        """
        wanted = b"".join(b"\\x%02x" % each for each in secret)
        found = []
        for line in self.text.splitlines():
            if wanted in line:
                match = _LINE.match(line)
                name = match[1].decode() if match else "?"
                if name in {"openat", "open"} and not any(flag in line for flag in _WRITING):
                    continue  # reading what the test itself put there
                if name == "execve":
                    continue  # the test's own command line
                if not printed and re.match(rb"(?:\d+ +)?write\(1,", line):
                    continue
                found.append(f"{name} {line[:60].decode(errors='replace')}")
        return found


def trace(command: Sequence[str], environment: Mapping[str, str], folder: Path, log: Path) -> Trace:
    """Run `command` in `folder` to its end under strace."""
    done = subprocess.run(
        [*_STRACE, "-s", _WHOLE, "-o", str(log), "-e", f"trace={_CALLS}", *command],
        env=dict(environment),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=300,
        preexec_fn=_allow_dumps,  # what the program forbids must be possible
    )
    text = log.read_bytes()
    log.unlink()
    made: dict[str, None] = {}
    sockets: dict[str, None] = {}
    programs: dict[str, None] = {}
    for line in text.splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        name, rest = match[1].decode(), match[2]
        if name in _DATA:
            continue
        paths = [_unhex(each) for each in _TEXT.findall(rest)]
        failed = b") = -1 " in rest
        if name in {"openat", "open"}:
            if any(flag in rest for flag in _WRITING) and not failed:
                made.update(dict.fromkeys(paths[:1]))
        elif name == "socket":
            sockets[rest.split(b",")[0].decode()] = None
        elif name == "execve":
            if not failed:
                programs.update(dict.fromkeys(paths[:1]))
        elif name != "connect" and not failed:
            made.update(dict.fromkeys(paths[:2]))
    return Trace(
        done.returncode,
        done.stdout,
        done.stderr,
        text,
        tuple(made),
        tuple(sockets),
        tuple(programs),
    )


def _allow_dumps() -> None:
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


def _unhex(text: bytes) -> str:
    return bytes.fromhex(text.replace(b"\\x", b"").decode()).decode(errors="replace")


def found_below(folder: Path, secrets: Sequence[bytes], besides: Sequence[Path] = ()) -> list[str]:
    """Return the files below `folder` whose name or content holds one of `secrets`."""
    found = []
    for path in folder.rglob("*"):
        if any(path.is_relative_to(each) for each in besides):
            continue
        if any(secret in str(path.relative_to(folder)).encode() for secret in secrets):
            found.append(f"name {path}")
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            found += [f"{path}" for secret in secrets if secret in content]
    return found
