# Sourced by the programs that have an environment of Python.

# make_environment VENV REQUIREMENTS [OPTION...]: PYTHON with what REQUIREMENTS pins, made anew if either is another or it is half-made.
make_environment() {
  local venv=$1 requirements=$2 installed=$1/installed-requirements.txt python
  shift 2
  python="$("${PYTHON:-python3}" -c 'import platform, sys; print("#", sys.executable, platform.python_version())')"
  if { echo "$python"; cat "$requirements"; } | cmp --silent - "$installed"; then
    return
  fi
  echo "Making $venv (some minutes, once)" >&2
  rm -rf "$venv"
  "${PYTHON:-python3}" -m venv "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$requirements" "$@"
  { echo "$python"; cat "$requirements"; } > "$installed"
}

# only_help [ARGUMENT...]: for a program without arguments; --help prints what it says of itself in its second line.
only_help() {
  case "$*" in
    '') return ;;
    -h | --help)
      sed -n '2s/^# //p' "$0"
      exit ;;
    *)
      echo "$0: found '$*', expected no argument" >&2
      exit 2 ;;
  esac
}
