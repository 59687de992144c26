# What programs of tests and load tests need of Debian's packages: sourced by tests/run and load-tests/run, which list it in the array "needs", one of
#   what to look for (a command, or a pattern of a path)|Debian/Ubuntu package|what it is for

present() {
    if [[ $1 == /* ]]; then compgen -G "$1" >/dev/null; else command -v "$1" >/dev/null; fi
}

# Lists "package|purpose" of everything that is not there.
missing() {
    local need
    for need in "${needs[@]}"; do
        present "${need%%|*}" || echo "${need#*|}"
    done
}

as_root() {
    if ((EUID == 0)); then "$@"; else sudo -- "$@"; fi
}

# Installs packages without letting any of them start a service: policy-rc.d is what Debian's maintainer scripts ask (101: do not).
install_packages() {
    local guard=/usr/sbin/policy-rc.d kept='' status
    if [[ -e $guard ]]; then
        kept=$guard.tenant-gateway
        as_root mv "$guard" "$kept" || return
    fi
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$guard" >/dev/null && as_root chmod 755 "$guard" &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
        as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 --no-install-recommends "$@"
    status=$?
    as_root rm -f "$guard"
    if [[ -n $kept ]]; then as_root mv "$kept" "$guard"; fi
    return $status
}

# Installs what is missing, or says so. What asks for it is named by the first argument, and has $install and complain.
provide_needs() {
    local lacking packages
    lacking=$(missing)
    if [[ -z $lacking ]]; then return; fi
    if $install; then
        mapfile -t packages < <(cut -d'|' -f1 <<<"$lacking" | sort -u)
        echo "Installing ${packages[*]}"
        if ! command -v apt-get >/dev/null; then
            complain "no apt-get here; install the counterparts of: ${packages[*]}"
        elif ! install_packages "${packages[@]}" </dev/null >&2; then
            complain "the installation failed"
        fi
        lacking=$(missing)
        if [[ -z $lacking ]]; then return; fi
        complain "still missing after the installation:"
    else
        echo "Missing, so what needs it is skipped ($1 --install installs it):"
    fi
    while IFS='|' read -r package purpose; do echo "  $package, for $purpose"; done <<<"$lacking"
}
