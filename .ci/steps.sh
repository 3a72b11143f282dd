# What .ci/run and .ci/nightly share. A check adds to the counts below; finish prints them as the closing line.
# A problem outside a test (a build error, a crashed host, a project without tests) counts as one failure, so that the
# closing line never looks better than the run was.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en
solution=Mem0Sharp.sln
work=$(mktemp -d)
trap 'wait; rm -rf "$work"' EXIT
passed=0 failed=0 skipped=0
test_arguments=()
test_target=$solution

# step NAME COMMAND...: one thing that must succeed.
step() {
    local name=$1
    shift
    printf '\n== %s\n' "$name"
    "$@" </dev/null && return 0
    printf '== failed: %s\n' "$name"
    failed=$((failed + 1))
    return 1
}

# run_tests NAME COMMAND...: what a newcomer runs, after COMMAND (env, say, or nothing); counted from the trx files.
run_tests() {
    local name=$1 results projects ran_passed ran_failed ran_skipped empty files status=0
    shift
    results=$(mktemp -d "$work/results.XXXXXX")
    projects=1
    [[ $test_target != "$solution" ]] || projects=$(grep -l '<IsTestProject>true' tests/*/*.csproj samples/*/*.csproj | wc -l)
    printf '\n== %s\n' "$name"
    "$@" dotnet test "$test_target" "${test_arguments[@]}" --logger "console;verbosity=minimal" --logger "trx;LogFilePrefix=run" \
        --results-directory "$results" </dev/null || status=$?
    files=$(find "$results" -name '*.trx' | wc -l)
    read -r ran_passed ran_failed ran_skipped empty < <(
        find "$results" -name '*.trx' -exec grep -ho '<Counters [^>]*>' {} + | awk '
            function value(name) {
                return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) + 0 : 0
            }
            { total += value("total"); executed += value("executed"); passed += value("passed"); empty += value("total") == 0 }
            END { print passed + 0, executed - passed, total - executed, empty + 0 }')
    if ((files != projects)); then
        printf '== failed: %d test projects, but %d reports\n' "$projects" "$files"
        ran_failed=$((ran_failed + 1))
    elif ((empty > 0)); then
        printf '== failed: %d test projects ran no test\n' "$empty"
        ran_failed=$((ran_failed + empty))
    elif ((status != 0 && ran_failed == 0)); then
        printf '== failed: dotnet test ended with %d\n' "$status"
        ran_failed=1
    fi
    passed=$((passed + ran_passed)) failed=$((failed + ran_failed)) skipped=$((skipped + ran_skipped))
    printf '== %s: %d passed, %d failed, %d skipped\n' "$name" "$ran_passed" "$ran_failed" "$ran_skipped"
}

# A sample must run offline, without a key, and leave its files where it was started. A dead proxy is the cut cable.
run_sample() { # run_sample NAME ARGUMENT...
    local root=$PWD sample=$1
    shift
    mkdir -p "$work/$sample" && cd "$work/$sample" || return 1
    env -u OPENAI_API_KEY -u ANTHROPIC_API_KEY http_proxy=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9 \
        dotnet run --project "$root/samples/$sample" --no-build -- "$@"
    local status=$?
    cd "$root" || return 1
    return "$status"
}

# The build has judged the source: in Release the analyzers are not asked again.
pack_packages() {
    local project id kind
    for project in src/*/*.csproj; do
        dotnet pack "$project" --configuration Release --output "$work/packages" -p:RunAnalyzers=false || return 1
        id=$(basename "$project" .csproj)
        for kind in nupkg snupkg; do
            compgen -G "$work/packages/$id.[0-9]*.$kind" >/dev/null || { echo "$id has no $kind"; return 1; }
        done
    done
}

has_compiler() {
    echo 'int main(void) { return 0; }' | gcc -x c -o "$work/compiles" - 2>/dev/null || { apt-get update && apt-get install -y gcc libc6-dev; }
}

# For Mem0's own client: a test that would be skipped for want of it must not be.
has_node() { { command -v node && command -v npm; } >/dev/null || { apt-get update && apt-get install -y nodejs npm; }; }

# For the dashboard's tests, likewise.
has_browser() { command -v chromium >/dev/null || { apt-get update && apt-get install -y chromium; }; }

# For the tests against PostgreSQL, likewise, unless the machine has one with pgvector. It is made while the build runs.
begin_postgres() {
    { compgen -G "/usr/share/postgresql/*/extension/vector.control" || nice .ci/postgres; } >"$work/postgres" 2>&1 </dev/null &
    postgres=$!
}

has_postgres() { wait "$postgres" || { cat "$work/postgres"; return 1; }; }

# faults COMMAND ARGUMENT...: what was built once, as often as it is needed.
faults() { dotnet run --configuration Release --no-build --project tests/Mem0Sharp.Faults -- "$@"; }

tree_state() { git status --porcelain 2>/dev/null; }

tree_is_unchanged() { diff <(printf "%s\n" "$tree_before") <(printf "%s\n" "$(tree_state)"); }

# Everything a change must pass. Returns 1 when there is nothing to test.
check_checkout() {
    tree_before=$(tree_state)
    begin_postgres
    step "restore" dotnet restore "$solution" || return 1
    step "build without warnings" dotnet build "$solution" --no-restore -warnaserror || return 1
    # The build has judged names and style, as errors. With the projects, which takes minutes, it is the night's.
    step "format" dotnet format whitespace . --folder --verify-no-changes
    step "Node and npm" has_node
    step "Chromium" has_browser
    step "PostgreSQL" has_postgres
    run_tests "tests" env
    step "samples/Quickstart, offline" run_sample Quickstart --db "$work/quickstart.db"
    step "samples/Snippets, offline" run_sample Snippets
    step "samples/Agents, offline" run_sample Agents
    step "pack" pack_packages
    step "fault programs" dotnet build tests/Mem0Sharp.Faults --configuration Release --no-restore -p:RunAnalyzers=false || return 0
    step "two processes" faults sharing --updates 1000
    if [[ -n ${hosts_seconds:-} ]]; then
        step "hosts on one PostgreSQL" faults hosts --processes 4 --seconds "$hosts_seconds" --seed "${crash_seed:-1}"
    fi
    step "crashes" faults crash --points "${crash_points:-1000}" --seed "${crash_seed:-1}"
    step "damaged files" faults damage --pages "${damage_pages:-100}" --flips "${damage_flips:-1}" --seed "${crash_seed:-1}"
    step "server under load" faults server --seconds "${server_seconds:-10}" --seed "${crash_seed:-1}"
    step "refused files" faults refused --seed "${crash_seed:-1}"
    if step "C compiler" has_compiler; then
        step "failing I/O" faults io --points "${io_points:-400}" --seed "${crash_seed:-1}"
        step "power cuts" faults lost-pages --states "${lost_states:-1000}" --seed "${crash_seed:-1}"
        for durability in relaxed none; do # These must lose something; relaxed must tear nothing.
            step "power cuts, durability $durability" faults lost-pages --states "$((${lost_states:-1000} / 10))" --seed "${crash_seed:-1}" --durability "$durability"
        done
        step "upgrades cut short" faults migration --states "${upgrade_states:-300}" --seed "${crash_seed:-1}"
    fi
    step "nothing is left in the tree" tree_is_unchanged
    return 0
}

finish() {
    printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
    exit $((failed > 0 || passed == 0))
}
