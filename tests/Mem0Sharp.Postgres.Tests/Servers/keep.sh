#!/usr/bin/env bash
# keep.sh FOLDER COMMAND...: runs a server, with what it writes in FOLDER/log, until it ends or whoever started this does: that one
# holds the other end of the standard input. When it closes, however its holder ended, the server goes, and FOLDER with it.
folder=$1
shift
set -m # Else what bash starts in the background ignores QUIT.
exec 3<&0 </dev/null >>"$folder/log" 2>&1
"$@" 3<&- &
server=$!
cat <&3 >/dev/null &
reader=$!
exec 3<&-
wait -n
if kill "$reader" 2>/dev/null; then # The server has ended, and somebody may want its files.
    wait "$server"
    exit
fi
kill -QUIT "$server"
wait "$server"
rm -rf "$folder"
