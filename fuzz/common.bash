# What `run` and `keep` share; they stand in fuzz/ when they read it.
# shellcheck shell=bash

../deploy/tools c++ cargo-fuzz

# The crate forbids unsafe code, so the address sanitizer would only slow it down. libFuzzer needs
# compiler flags that a stable compiler takes only when asked like this.
export RUSTC_BOOTSTRAP=1
# Each crate in sixteen parts: built in little more than half the time, and nearly as fast to run.
fuzz() { cargo fuzz "$1" --sanitizer none --codegen-units 16 "${@:2}"; }

targets() { cargo fuzz list; }

# `unpack TARGET FOLDER`: what long runs have found is where the next one begins.
unpack() {
  mkdir -p "$2"
  [[ ! -f kept/$1.tar.gz ]] || tar -xzf "kept/$1.tar.gz" -C "$2"
}

# `limits TARGET`: what an input may take, a word a line.
limits() {
  local longest=65536
  [[ $1 != settings ]] || longest=8192
  printf '%s\n' -timeout=10 -rss_limit_mb=2048 -max_len=$longest
  [[ ! -f dictionaries/$1.txt ]] || echo "-dict=dictionaries/$1.txt"
}
