"""Runs a command on a terminal of a given size, answers its questions, and hands on all that it writes.

python3 terminal.py COLUMNS ROWS ANSWER COMMAND...
"""

import fcntl
import os
import pty
import struct
import sys
import termios

columns, rows, answer, *command = sys.argv[1:]
child, terminal = pty.fork()
if child == 0:
    size = struct.pack("HHHH", int(rows), int(columns), 0, 0)
    fcntl.ioctl(0, termios.TIOCSWINSZ, size)
    os.execvp(command[0], command)
output = b""
answered = 0
while True:
    try:
        part = os.read(terminal, 65536)
    except OSError:  # Linux says so when the other side is closed.
        break
    if not part:
        break
    output += part
    if output.count(b"[y/N]") > answered:
        answered += 1
        os.write(terminal, answer.encode() + b"\n")
sys.stdout.buffer.write(output)
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
