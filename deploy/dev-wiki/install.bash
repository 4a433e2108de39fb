# shellcheck shell=bash
# Installs PHP and MediaWiki and prepares the golden wiki: the seeded database that every instance is a copy of.
# Sourced by `wiki`, which defines die and run_maintenance.
: "${here:?}" "${state:?}"

# The suite of Debian whose package `mediawiki` is that version.
declare -A suite_of=([1.43]=trixie [1.39]=bookworm)

# The environment variable that names an unpacked MediaWiki of that version, to be taken instead.
declare -A variable_of=([1.43]=MEDIAWIKI_TREE [1.39]=MEDIAWIKI_TREE_1_39)

# PHP extensions that MediaWiki needs, and the Debian packages they are in.
declare -A package_of=(
  [pdo_sqlite]=php-sqlite3 [mbstring]=php-mbstring [xml]=php-xml [intl]=php-intl [curl]=php-curl [gmp]=php-gmp
)

check_version() {
  [[ -n ${suite_of[$1]-} ]] || die "there is no version '$1' here; choose one of: ${!suite_of[*]}"
}

tree_of() { # VERSION
  local variable=${variable_of[$1]}
  printf '%s\n' "${!variable:-$state/$1/tree}"
}

# What the golden wiki is made of: it is made again when this changes.
fingerprint() { # VERSION
  {
    tree_of "$1"
    cd "$here" || exit
    find . -type f ! -name README.md ! -name wiki ! -name router.php | LC_ALL=C sort | tr '\n' '\0' | xargs -0 sha256sum
  } | sha256sum
}

install() { # VERSION
  local version=$1 wanted
  check_version "$version"
  wanted=$(fingerprint "$version")
  mkdir -p "$state"
  exec 9>>"$state/lock"
  flock 9
  if [[ $(cat "$state/$version/golden/fingerprint" 2>/dev/null) != "$wanted" ]] || ! command -v php >/dev/null; then
    install_php "$version" >&2
    [[ -e $(tree_of "$version")/api.php ]] || fetch_tree "$version" >&2
    make_golden "$version" "$wanted" >&2
  fi
  exec 9>&-
}

missing_php_packages() {
  command -v php >/dev/null || {
    printf '%s\n' php-cli "${package_of[@]}"
    return
  }
  local loaded extension
  loaded=$(php -m)
  for extension in "${!package_of[@]}"; do
    grep -qix "$extension" <<<"$loaded" || echo "${package_of[$extension]}"
  done
}

install_php() { # VERSION
  local missing
  mapfile -t missing < <(missing_php_packages)
  ((${#missing[@]})) || return 0
  command -v apt-get >/dev/null || die "without apt-get this can't install PHP itself.
Install PHP 8.1 or newer for the command line with its extensions ${!package_of[*]}, then try again.
Also set ${variable_of[$1]} to an unpacked MediaWiki $1: by default it is taken from Debian's packages."
  echo "Installing ${missing[*]} ..."
  as_root apt-get install -yq --no-install-recommends "${missing[@]}" ||
    { as_root apt-get update && as_root apt-get install -yq --no-install-recommends "${missing[@]}"; } ||
    die "could not install ${missing[*]}; install them by hand, then try again"
}

as_root() {
  local environment=(env DEBIAN_FRONTEND=noninteractive)
  if ((EUID == 0)); then
    "${environment[@]}" "$@"
  elif command -v sudo >/dev/null; then
    sudo "${environment[@]}" "$@"
  else
    die "this needs root: $*"
  fi
}

# The mirror that the system takes Debian's own packages from, in whatever form its sources are written.
debian_mirror() {
  # shellcheck disable=SC2016 # the $ is APT's
  apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' 'Label: Debian' 'Component: main' | sort -u | head -n 1
}

# Takes MediaWiki out of Debian's packages without installing them, so that a version of another release fits too.
fetch_tree() { # VERSION
  local suite=${suite_of[$1]} variable=${variable_of[$1]} work mirror package
  local keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  [[ -z ${!variable-} ]] || die "$variable names ${!variable}, which has no api.php: no unpacked MediaWiki $1."
  command -v apt-get >/dev/null || die "without apt-get MediaWiki $1 can't be taken from Debian's package 'mediawiki'.
Set $variable to an unpacked MediaWiki $1."
  [[ -e $keyring ]] || as_root apt-get install -yq debian-archive-keyring
  mirror=$(debian_mirror)
  # APT knows the label only once it has fetched the lists.
  [[ -n $mirror ]] || { as_root apt-get update && mirror=$(debian_mirror); }
  [[ -n $mirror ]] || die "this system's APT has no source for Debian's main archive.
Add one, or set $variable to an unpacked MediaWiki $1."
  echo "Fetching MediaWiki $1 from Debian $suite ..."
  work=$state/$1/fetch
  rm -rf "$work"
  mkdir -p "$work"/{lists,cache/archives}/partial "$work/packages"
  echo "deb [signed-by=$keyring] $mirror $suite main" >"$work/sources.list"
  # Written to a file, as APT splits no spaces in paths there.
  cat >"$work/apt.conf" <<CONF
Dir::State::lists "$work/lists";
Dir::State::status "/dev/null";
Dir::Cache "$work/cache";
Dir::Etc::sourcelist "$work/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
APT::Sandbox::User "";
CONF
  (
    export APT_CONFIG=$work/apt.conf
    cd "$work/packages" && apt-get -qq update && apt-get -qq download mediawiki mediawiki-classes
  ) || die "could not download MediaWiki from Debian $suite.
If its signature is unknown, update the keyring: apt-get install debian-archive-keyring"
  for package in "$work"/packages/*.deb; do dpkg -x "$package" "$work/unpacked"; done

  # Debian keeps these at absolute places, outside the tree.
  local tree=$work/unpacked/usr/share/mediawiki
  rm "$tree"/{LocalSettings.php,config,extensions,images}
  mv "$tree/extensions-core" "$tree/extensions"
  mkdir "$tree/images"
  mv "$tree" "$state/$1/tree"
  rm -rf "$work"
}

make_golden() { # VERSION FINGERPRINT
  local golden=$state/$1/golden work=$state/$1/golden.new tree
  tree=$(tree_of "$1")
  echo "Preparing MediaWiki $1 ..."
  rm -rf "$work" "${golden:?}" "$state/$1/cache" "$state/$1/docroot"
  mkdir -p "$work" "$state/$1"/{cache,docroot}
  ln -s "$tree" "$state/$1/docroot/w"
  echo "$state/instances/*/extra.php" >"$state/opcache-blacklist"
  {
    # The generated settings are thrown away, and seed.php gives Admin its real password. The extensions come with
    # `update`: the installer knows no messages of theirs, and would name an account of AbuseFilter's after a missing one.
    MW_CONFIG_FILE='' run_installer "$tree" --dbtype sqlite --dbname wiki --dbpath "$work/db" --confpath "$work" \
      --scriptpath /w --server http://127.0.0.1 --pass replaced-by-seed.php \
      'Goalkeeper dev wiki' Admin &&
      run_maintenance "$work" "$1" 0 update --quick &&
      run_maintenance "$work" "$1" 0 "$here/seed.php" &&
      run_maintenance "$work" "$1" 0 rebuildLocalisationCache --lang en --force &&
      run_maintenance "$work" "$1" 0 "$here/warm.php"
  } >"$state/$1/install.log" 2>&1 || {
    tail -n 40 "$state/$1/install.log"
    die "could not prepare MediaWiki $1; all output is in $state/$1/install.log"
  }
  rm "$work/LocalSettings.php"
  echo "$2" >"$work/fingerprint"
  mv "$work" "$golden"
}

run_installer() { # TREE ARGUMENT...
  local maintenance=$1/maintenance
  shift
  if [[ -e $maintenance/run.php ]]; then
    php "$maintenance/run.php" install "$@"
  else
    php "$maintenance/install.php" "$@"
  fi
}
