# Sourced by the programs of the bench.

# make_environment VENV REQUIREMENTS [OPTION...]: Python with what REQUIREMENTS pins, made anew if it is another or half-made.
make_environment() {
  local venv=$1 requirements=$2 installed=$1/installed-requirements.txt
  shift 2
  if cmp --silent "$requirements" "$installed"; then
    return
  fi
  echo "Making $venv (some minutes, once)" >&2
  rm -rf "$venv"
  "${PYTHON:-python3}" -m venv "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$requirements" "$@"
  cp "$requirements" "$installed"
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
