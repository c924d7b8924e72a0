# Runs a PostgreSQL server for as long as standard input stays open. The other end of that pipe is held by the build's
# JVM: when the JVM ends, however it ends, the kernel closes it, and the server is stopped.
#
# usage: <signal that stops the server> <directory to remove afterwards, or nothing> <postgres> <arguments>...
# Ends with the server. Removes the directory only when it was told to stop: a server that ends by itself leaves its
# log to be read.

stop=$1
leftover=$2
shift 2
server=
stopped=

# a Ctrl-C goes to all processes of the terminal; this one has to stay until the server has ended
trap : HUP INT QUIT
trap 'stopped=1' USR1
trap 'test -z "$server" || kill -INT "$server"' TERM

exec 3<&0
"$@" </dev/null 3<&- &
server=$!

(
    trap '' HUP INT QUIT
    while read -r line; do :; done <&3
    kill -USR1 $$
    kill -"$stop" "$server"
    for harder in QUIT KILL; do
        seconds=0
        while [ "$seconds" -lt 20 ]; do
            sleep 1
            seconds=$((seconds + 1))
        done
        kill -"$harder" "$server"
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
