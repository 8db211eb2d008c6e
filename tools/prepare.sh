# Sourced by ./run and ./test: makes .venv hold exactly what a lock file says. Speaks on standard error only.

say() { printf '%s\n' "$*" >&2; }

lock_sum() { "$PYTHON" -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$1"; }

find_python() {
  local name
  for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
    if command -v "$name" >/dev/null 2>&1 &&
      "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      PYTHON=$(command -v "$name")
      return
    fi
  done
  say "Holdfast needs Python 3.11 or newer, and found none."
  say "On Debian or Ubuntu: apt install python3 python3-venv"
  exit 1
}

# install LOCK [LARGER_LOCK]: the larger one will do as well where it is in place already.
install() {
  find_python
  local stamp=.venv/installed lock sum
  for lock in "$@"; do
    if [ "$(cat "$stamp" 2>/dev/null)" = "$(lock_sum "$lock")" ]; then return; fi
  done
  lock=$1
  sum=$(lock_sum "$lock")
  say "Setting up (once): installing what $lock names into .venv"
  rm -f "$stamp"
  if command -v uv >/dev/null 2>&1; then
    [ -x .venv/bin/python ] || UV_PYTHON_DOWNLOADS=never uv venv -q --python "$PYTHON" .venv
    uv pip sync -q --python .venv/bin/python --require-hashes "$lock"
  else
    install_with_pip "$lock"
  fi
  printf '%s\n' "$sum" >"$stamp"
}

install_with_pip() {
  if ! { [ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1; }; then
    rm -rf .venv
    if ! "$PYTHON" -m venv .venv >&2; then
      rm -rf .venv
      say "Python's venv module is missing. On Debian or Ubuntu: apt install python3-venv"
      say "Or install uv, and run this again."
      exit 1
    fi
  fi
  .venv/bin/python -m pip install -q --disable-pip-version-check --no-compile --require-hashes -r "$1" >&2
}
