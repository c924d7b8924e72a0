# Runs a PostgreSQL server for as long as standard input stays open. The other end of that pipe is held by the build's
# JVM: when the JVM ends, however it ends, the kernel closes it, and the server is stopped.
#
# usage: <signal that stops the server> <directory to remove afterwards, or nothing> <file for the server's number>
#        <command that starts postgres>...
# Ends with the server. Removes the directory only when it was told to stop: a server that ends by itself leaves its
# log to be read. The command writes the server's process number to descriptor 4, because it may be another process
# than the one started here (su).

stop=$1
leftover=$2
number_file=$3
shift 3
server=
stopped=
rm -f -- "$number_file"

signal() {
    until read -r number <"$number_file"; do
        kill -0 "$server" || return
        sleep 1
    done
    kill -s "$1" "$number"
} 2>/dev/null

# a Ctrl-C goes to all processes of the terminal; this one has to stay until the server has ended
trap : HUP INT QUIT
trap 'stopped=1' USR1
trap 'test -z "$server" || signal INT' TERM

exec 3<&0
"$@" </dev/null 3<&- 4>"$number_file" &
server=$!

(
    trap '' HUP INT QUIT
    while read -r line; do :; done <&3
    kill -s USR1 $$
    signal "$stop"
    for harder in QUIT KILL; do
        seconds=0
        while [ "$seconds" -lt 20 ]; do
            sleep 1
            seconds=$((seconds + 1))
        done
        signal "$harder"
    done
) 2>/dev/null &
reader=$!
exec 3<&- </dev/null

status=0
# a signal interrupts the wait, so it is repeated until the server is gone
while kill -0 "$server" 2>/dev/null; do
    wait "$server"
    status=$?
done
kill "$reader" 2>/dev/null
if [ -n "$stopped" ] && [ -n "$leftover" ]; then
    rm -rf -- "$leftover"
fi
exit "$status"
