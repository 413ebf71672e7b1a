#!/bin/sh
# faults.sh KIND BINARY EVENT: the installed command line of profile strict with one fault in it. Called as the client's hook, with
# `|| exit 2` behind it as `automode init` writes it; `cargo xtask live --faults` names the kinds. The faults of the program
# hit PreToolUse only, so that the session comes to its tool calls at all.
kind=$1 binary=$2
[ "$3" = PreToolUse ] || case $kind in disk-full | no-state) ;; *) kind=none ;; esac
gate() { exec timeout -s KILL 10 "$binary" hook claude --profile strict; }
state=$HOME/.local/state/automode
case $kind in
none) gate ;;
*=*) export AUTOMODE_FAULT="$kind"; gate ;;
kill-* | refuse-*)
    call=${kind#*-} how=signal=KILL
    case $kind in refuse-*) how=error=EIO ;; esac
    exec strace -o /dev/null -e inject="${call%-*}:$how:when=${call#*-}" "$binary" hook claude --profile strict ;;
disk-full)
    mkdir -p "$state"
    mountpoint -q "$state" || { mount -t tmpfs -o size=64k tmpfs "$state" && head -c 1000000 /dev/zero >"$state/fill" 2>/dev/null; }
    gate ;;
no-state) mkdir -p "${state%/*}"; [ -e "$state" ] || : >"$state"; gate ;;
missing) binary=/nonexistent/automode; gate ;;
not-executable) cp "$binary" "$HOME/.cache/gate" && chmod 600 "$HOME/.cache/gate"; binary=$HOME/.cache/gate; gate ;;
wrong-machine) { head -c 18 "$binary"; printf '\267\000'; tail -c +21 "$binary"; } >"$HOME/.cache/gate"; chmod 700 "$HOME/.cache/gate"; binary=$HOME/.cache/gate; gate ;;
stdin-open) { cat; sleep 4; } | timeout -s KILL 10 "$binary" hook claude --profile strict ;;
stdout-closed) exec >&-; gate ;;
two-events) cat >"$HOME/.cache/event.$$"; cat "$HOME/.cache/event.$$" "$HOME/.cache/event.$$" | timeout -s KILL 10 "$binary" hook claude --profile strict ;;
truncated) head -c 150 | timeout -s KILL 10 "$binary" hook claude --profile strict ;;
huge) { printf '{"padding":"'; head -c 200000000 /dev/zero | tr '\0' x; printf '",'; tail -c +2; } | timeout -s KILL 10 "$binary" hook claude --profile strict ;;
*) echo "no fault is called $kind" >&2; exit 1 ;;
esac
