#!/usr/bin/env bash
# What the GitHub Action and the GitLab component run: an audit, its reports, and a code for the job.
#
# Takes everything from variables, so that nothing of a caller's is ever read as a script:
#   TALLY_PROGRAM    the tallystick to run (default: the one on PATH)
#   TALLY_TARGETS    files (patterns are expanded here), releases or package URLs, separated by white space
#   TALLY_LOCK       lock files, likewise
#   TALLY_SOURCE, TALLY_REF, TALLY_POLICY, TALLY_DEPTH    options of `tallystick audit`; empty: not given
#   TALLY_ARGUMENTS  more options, one a line
#   TALLY_FAIL_ON    from which verdict on it fails: rejected or inconclusive
#   TALLY_REPORTS    folder for tallystick.json, .sarif and .md
# Writes the job's summary and outputs where GITHUB_STEP_SUMMARY and GITHUB_OUTPUT say.
set -euo pipefail

program=${TALLY_PROGRAM:-tallystick} reports=${TALLY_REPORTS:-tallystick-reports}
fail_on=${TALLY_FAIL_ON:-rejected}
case $fail_on in
    rejected | inconclusive) ;;
    *) echo "fail-on: rejected or inconclusive, not ${fail_on@Q}" >&2; exit 2 ;;
esac
mkdir -p "$reports"

arguments=()
for name in SOURCE REF POLICY DEPTH; do
    variable=TALLY_$name
    if [ -n "${!variable:-}" ]; then
        arguments+=("--${name,,}=${!variable}")
    fi
done
while IFS= read -r line; do
    if [ -n "$line" ]; then
        arguments+=("$line")
    fi
done <<< "${TALLY_ARGUMENTS:-}"
read -r -d '' -a locks <<< "${TALLY_LOCK:-}" || true
for lock in "${locks[@]}"; do
    arguments+=("--lock=$lock")
done
read -r -d '' -a targets <<< "${TALLY_TARGETS:-}" || true
files=()
for target in "${targets[@]}"; do
    # A word that begins with a dash would be an option; a pattern that fits nothing is named in the error.
    case $target in -*) echo "targets: ${target@Q} looks like an option" >&2; exit 2 ;; esac
    mapfile -t found < <(compgen -G "$target" | LC_ALL=C sort)
    if [ "${#found[@]}" -gt 0 ]; then
        for file in "${found[@]}"; do files+=("./$file"); done
        case $target in /*) files=("${files[@]/#.\/\//\/}") ;; esac
    else
        files+=("$target")
    fi
done

code=0
"$program" audit "${files[@]}" "${arguments[@]}" -o "$reports/tallystick.json" \
    -o "$reports/tallystick.sarif" -o "$reports/tallystick.md" || code=$?

case $code in
    0) verdict=accepted ;;
    1) verdict=rejected ;;
    3) verdict=inconclusive ;;
    *) verdict=failed ;;
esac
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    if [ -s "$reports/tallystick.md" ]; then
        cat "$reports/tallystick.md" >> "$GITHUB_STEP_SUMMARY"
    else
        echo "The audit failed: there is no ledger; the log says why." >> "$GITHUB_STEP_SUMMARY"
    fi
fi
if [ -n "${GITHUB_OUTPUT:-}" ]; then
    {
        echo "verdict=$verdict"
        echo "code=$code"
        echo "sarif=$reports/tallystick.sarif"
        echo "json=$reports/tallystick.json"
    } >> "$GITHUB_OUTPUT"
fi
echo "tallystick: $verdict"
if [ "$code" -eq 3 ] && [ "$fail_on" = rejected ]; then
    exit 0
fi
exit "$code"
