#!/bin/bash
# A Slurm cluster of this one machine works a plan while tasks are killed, and comes to the bytes of one process.
#
#   tests/cluster/slurm.sh target/release/pushpull [units]
#
# For a machine that may be changed (it installs slurmctld, slurmd and munge by apt, as root, and starts them with a
# configuration of its own in a temporary folder; it stops them at its end). It is run by hand, not by `cargo test`.
# Exit code 0: the folders are the same. Needs some two minutes for 40 units.
set -euo pipefail

program=$(realpath "${1:?the pushpull program}")
units=${2:-40}
root=$(realpath "$(dirname "$0")/../..")
work=$(mktemp -d -t pushpull-slurm.XXXXXX)
PATH=$(dirname "$program"):$PATH

say() { printf '%s  %s\n' "$(date +%T)" "$*"; }

stop() {
    for daemon in slurmctld slurmd; do
        if [ -s "$work/$daemon.pid" ]; then kill "$(cat "$work/$daemon.pid")" 2>/dev/null || true; fi
    done
    if [ "${started_munge:-}" = yes ]; then pkill -x munged || true; fi
    say "logs and folders are in $work"
}
trap stop EXIT

install_slurm() {
    command -v slurmctld slurmd sbatch munged >/dev/null && return
    say "installing Slurm by apt"
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends slurmctld slurmd slurm-client munge >"$work/apt.log"
}

start_munge() {
    pgrep -x munged >/dev/null && return
    [ -s /etc/munge/munge.key ] || { dd if=/dev/urandom of=/etc/munge/munge.key bs=1024 count=1 2>/dev/null; chmod 400 /etc/munge/munge.key; chown munge: /etc/munge/munge.key; }
    mkdir -p /run/munge && chown munge: /run/munge
    setpriv --reuid=munge --regid=munge --clear-groups munged
    started_munge=yes
}

start_slurm() {
    local host
    host=$(hostname -s)
    cat >"$work/slurm.conf" <<CONF
ClusterName=one
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
MpiDefault=none
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
    mkdir -p "$work/state" "$work/spool"
    export SLURM_CONF=$work/slurm.conf
    slurmctld -f "$SLURM_CONF"
    slurmd -f "$SLURM_CONF"
    for _ in $(seq 50); do
        sinfo -h -o %T 2>/dev/null | grep -q idle && return
        sleep 0.2
    done
    sinfo
    return 1
}

# Kills a task of the job now and then, as a node does that is taken away; a task is never asked to stop first.
kill_at_random() {
    while squeue -h -j "$1" -t pending,running 2>/dev/null | grep -q .; do
        sleep "0.$((RANDOM % 7 + 1))"
        local running=()
        mapfile -t running < <(pgrep -f "pushpull work $plan --unit" || true)
        if [ "${#running[@]}" -gt 0 ] && [ $((RANDOM % 3)) = 0 ]; then
            kill -KILL "${running[RANDOM % ${#running[@]}]}" 2>/dev/null && killed=$((killed + 1))
        fi
    done
}

install_slurm
start_munge
start_slurm
say "a cluster of one node is up"

plan=$work/plan
scenario=$root/scenarios/custom-pcs.toml
pushpull plan "$scenario" --replications 400 --units "$units" --out "$plan" >/dev/null
pushpull plan --script slurm "$plan" >"$work/job.sh"
killed=0
rounds=0
missing=
while :; do
    rounds=$((rounds + 1))
    job=$(sbatch --parsable --output=/dev/null ${missing:+--array="$missing"} "$work/job.sh")
    kill_at_random "$job"
    code=0
    missing=$(pushpull merge "$plan" --out "$work/merged" 2>/dev/null) || code=$?
    [ "$code" = 3 ] || break
    say "round $rounds: $killed tasks killed so far, missing: $missing"
    [ "$rounds" -lt 40 ]
done
[ "$code" = 0 ]

pushpull run "$scenario" --replications 400 --out "$work/one" >/dev/null 2>&1
diff -r "$work/one" "$work/merged"
say "the bytes of one machine after $rounds rounds with $killed tasks killed"
