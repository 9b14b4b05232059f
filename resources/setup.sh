#!/usr/bin/env bash
# One script from a bare machine to the running program or the passed tests.
#
#   bash resources/setup.sh run [ARGUMENTS…]   open the window, or run `intake ARGUMENTS…`
#   bash resources/setup.sh test [PYTEST ARGUMENTS…]   every gate and every test
#   bash resources/setup.sh install            only make .venv and the system libraries ready
#
# Missing system packages are installed where this user may (root, or sudo without a question);
# elsewhere they are named and nothing is changed. Python packages come from a hash-pinned lock.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
venv=.venv

say() { printf '%s\n' "$*" >&2; }

# soname -> Debian/Ubuntu package: what Qt's window, X11 and Wayland parts are linked against
run_libraries="libglib-2.0.so.0:libglib2.0-0 libGL.so.1:libgl1 libEGL.so.1:libegl1
libxkbcommon.so.0:libxkbcommon0 libfontconfig.so.1:libfontconfig1 libfreetype.so.6:libfreetype6
libdbus-1.so.3:libdbus-1-3 libX11.so.6:libx11-6 libX11-xcb.so.1:libx11-xcb1
libxcb.so.1:libxcb1 libxcb-cursor.so.0:libxcb-cursor0 libxcb-icccm.so.4:libxcb-icccm4
libxcb-image.so.0:libxcb-image0 libxcb-keysyms.so.1:libxcb-keysyms1
libxcb-randr.so.0:libxcb-randr0 libxcb-render.so.0:libxcb-render0
libxcb-render-util.so.0:libxcb-render-util0 libxcb-shape.so.0:libxcb-shape0
libxcb-shm.so.0:libxcb-shm0 libxcb-sync.so.1:libxcb-sync1 libxcb-util.so.1:libxcb-util1
libxcb-xfixes.so.0:libxcb-xfixes0 libxcb-xkb.so.1:libxcb-xkb1
libxkbcommon-x11.so.0:libxkbcommon-x11-0 libwayland-client.so.0:libwayland-client0
libwayland-cursor.so.0:libwayland-cursor0"
# command -> package
test_commands="ssh-keygen:openssh-client age:age openssl:openssl tar:tar awk:gawk git:git
sha256sum:coreutils strace:strace Xvfb:xvfb openbox:openbox xdotool:xdotool flac:flac bc:bc findmnt:util-linux node:nodejs npm:npm"

find_python() {
  local name
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
}

missing_libraries() {
  local known pair
  known=$( (ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null) || true)
  for pair in $run_libraries; do
    case $known in *"${pair%%:*}"*) ;; *) printf '%s\n' "${pair#*:}" ;; esac
  done
}

missing_commands() {
  local pair
  for pair in $test_commands; do
    command -v "${pair%%:*}" >/dev/null 2>&1 || printf '%s\n' "${pair#*:}"
  done
}

install_packages() {
  [ $# -gt 0 ] || return 0
  local become=()
  if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then become=(sudo -n); else
      say "These system packages are missing and this user may not install them: $*"
      say "Ask an administrator for: apt-get install $*"
      return 1
    fi
  fi
  command -v apt-get >/dev/null 2>&1 || { say "Please install with this system's own tool: $*"; return 1; }
  say "Installing system packages: $*"
  "${become[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2
  "${become[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "$@" >&2
}

make_venv() { # make_venv LOCK
  local python lock=resources/lock/$1.txt stamp
  python=$(find_python)
  if [ -z "$python" ] || ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    install_packages python3 python3-venv ca-certificates || true
    python=$(find_python)
  fi
  [ -n "$python" ] || { say "Python 3.11 or newer is needed (Debian 12, Ubuntu 24.04 or later have it)."; return 1; }
  [ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
  stamp=$(sha256sum "$lock" | cut -c1-64)
  if ! grep -qs "$stamp" "$venv/.installed"; then
    say "Installing Python packages from $lock"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
      --only-binary :all: -r "$lock"
    printf '%s\n' "$stamp" >>"$venv/.installed"
  fi
}

# The second age implementation that tests compare with; kept outside the tree.
install_node_witness() {
  export INTAKE_NODE_MODULES=${INTAKE_NODE_MODULES:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/intake-tests/node_modules}
  local folder
  folder=$(dirname "$INTAKE_NODE_MODULES")
  if ! cmp -s tests/data/node/package-lock.json "$folder/package-lock.json" || [ ! -d "$INTAKE_NODE_MODULES" ]; then
    mkdir -p "$folder"
    cp tests/data/node/package.json tests/data/node/package-lock.json "$folder/"
    if ! (cd "$folder" && npm ci --silent --no-audit --no-fund --ignore-scripts >&2); then
      rm -f "$folder/package-lock.json"
      say "npm could not install the second age implementation (tests/data/node/package.json)."
      say "The tests compare with it, so they cannot run. Is there a way to the npm registry?"
      say "Elsewhere: run npm ci there, and set INTAKE_NODE_MODULES to its node_modules folder."
      return 1
    fi
  fi
}

verb=${1:-run}
[ $# -gt 0 ] && shift
case $verb in
  install)
    mapfile -t wanted < <(missing_libraries)
    install_packages "${wanted[@]}" || true
    make_venv run
    ;;
  run)
    mapfile -t wanted < <(missing_libraries)
    install_packages "${wanted[@]}" || true
    make_venv run
    if [ "${1:-window}" = window ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ]; then
      say "No screen was found: the window opens invisibly (offscreen)."
      export QT_QPA_PLATFORM=offscreen
    fi
    exec "$venv/bin/python" -m intake_app "$@"
    ;;
  test)
    mapfile -t wanted < <(missing_libraries; missing_commands)
    install_packages "${wanted[@]}"
    make_venv run
    make_venv test
    install_node_witness
    export QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8 PATH="$PWD/$venv/bin:$PATH"
    ruff check --quiet .
    ruff format --quiet --check .
    mypy --no-error-summary
    lint-imports >/dev/null || lint-imports
    python -m intake_app.localization.tool check
    exec python -m pytest -q -n 2 --dist loadscope "$@"
    ;;
  *)
    say "usage: bash resources/setup.sh run|test|install [ARGUMENTS…]"
    exit 2
    ;;
esac
