"""Starts jobs, each in namespaces of its own: one process for an engine, in place of a sandbox program
for each job.

    python -I -S nacre_launcher ENGINE_PID own|root

Speaks with the engine on file 3, and ends with it. A message of the engine is its length and fields, each
with its length before it: `start ID ML TMP NETWORK HIDDEN_COUNT HIDDEN... ENV_COUNT NAME=VALUE... COMMAND...`,
`term ID`, `kill ID`. What it says is a letter, the job's id, a length and bytes: `p` (the job's process),
`o` and `e` (what it wrote), `x` (its exit code). All lengths and ids have four bytes. Where it cannot make
namespaces, it ends at once.

Of a job stand two processes: the first of its process namespace, a copy of this one, which makes the mounts
and waits, and the job's own. Only needs the standard library, and as little of it as can be: each job
begins with a copy of this process.
"""

import _signal
import ctypes
import os
import select
import sys

import system
from first_process import exit_code, first_process

_ENGINE = 3


class _Job:
    """A job that is asked for, and then runs."""

    def __init__(self, fields):
        self.id = int(fields[1])
        self.ml, self.tmp = fields[2], fields[3]
        self.network = fields[4] == b"1"
        at = 6 + int(fields[5])
        self.hidden = fields[6:at]
        end = at + 1 + int(fields[at])
        self.env = dict(variable.split(b"=", 1) for variable in fields[at + 1 : end])
        self.command = fields[end:]
        self.pid = 0
        self.outputs = {}


class _Launcher:
    def __init__(self):
        self.is_user_namespace = False
        self.jobs = {}
        self.readers = {}
        self.poll = select.poll()
        self.rest = b""

    def enter(self, engine, user):
        """Makes the namespaces that those of the jobs come from."""
        _signal.pthread_sigmask(_signal.SIG_BLOCK, system.OWN)
        # Python would raise KeyboardInterrupt, in its copies too: a job may send this to its process group.
        _signal.signal(_signal.SIGINT, _signal.SIG_DFL)
        if system.CLONE is None:
            raise OSError(0, "this kind of processor is not known")
        ids = os.geteuid(), os.getegid()
        if system.libc.unshare(system.NEW_MOUNTS) != 0:
            system.check(system.libc.unshare(system.NEW_MOUNTS | system.NEW_USER), "unshare")
            self.is_user_namespace = user == "own"
            for name, number in zip(("uid", "gid"), ids):
                if name == "gid":
                    _write("/proc/self/setgroups", "deny")
                inner = number if user == "own" else 0
                _write("/proc/self/%s_map" % name, "%d %d 1" % (inner, number))
        # What the machine mounts later is seen by later jobs; what jobs mount is not seen by the machine.
        system.mount(None, b"/", None, system.SLAVE | system.RECURSIVE)
        system.control(system.NO_NEW_PRIVILEGES, 1)
        system.die_with(engine)

    def run(self):
        self.watch(_ENGINE, self.read_engine)
        mask = sum(1 << (number - 1) for number in (_signal.SIGCHLD,)).to_bytes(8, sys.byteorder)
        children = system.check(system.libc.signalfd(-1, mask, os.O_CLOEXEC | os.O_NONBLOCK), "signalfd")
        self.watch(children, lambda: (os.read(children, 4096), self.bury()))
        while True:
            for descriptor, _ in self.poll.poll():
                # One of those before it may have ended the job that it belonged to.
                reader = self.readers.get(descriptor)
                if reader is not None:
                    reader()

    def watch(self, descriptor, reader):
        self.readers[descriptor] = reader
        self.poll.register(descriptor, select.POLLIN)

    def leave(self, descriptor):
        del self.readers[descriptor]
        self.poll.unregister(descriptor)
        os.close(descriptor)

    def say(self, kind, job, content):
        head = kind + job.to_bytes(4, "little") + len(content).to_bytes(4, "little")
        left = memoryview(head + content)
        try:
            while left:
                left = left[os.write(_ENGINE, left) :]
        except OSError:
            os._exit(0)

    def read_engine(self):
        try:
            read = os.read(_ENGINE, 1 << 20)
        except OSError:
            read = b""
        if not read:  # the engine is gone: so are its jobs
            os._exit(0)
        self.rest += read
        while len(self.rest) >= 4:
            length = int.from_bytes(self.rest[:4], "little")
            if len(self.rest) < 4 + length:
                break
            message, self.rest = self.rest[4 : 4 + length], self.rest[4 + length :]
            self.take(_fields(message))

    def take(self, fields):
        kind, number = fields[0], int(fields[1])
        if kind == b"start":
            self.start(_Job(fields))
        elif number in self.jobs:
            signal = _signal.SIGTERM if kind == b"term" else _signal.SIGKILL
            os.kill(self.jobs[number].pid, signal)

    def start(self, job):
        launcher = os.getpid()
        flags = system.NEW_MOUNTS | system.NEW_PROCESSES | (0 if job.network else system.NEW_NETWORK)
        flags = ctypes.c_ulong(flags | _signal.SIGCHLD)
        pipes = []
        try:
            while len(pipes) < 3:
                pipes.append(os.pipe())
            pid = system.check(system.libc.syscall(system.CLONE, flags, None, None, None, None), "clone")
        except OSError as error:
            for descriptor in sum(pipes, ()):
                os.close(descriptor)
            self.say(b"e", job.id, os.fsencode("sandbox: %s\n" % error.strerror))
            self.say(b"x", job.id, b"1")
            return
        if pid == 0:
            try:
                first_process(launcher, job, *(write for _, write in pipes), self.is_user_namespace)
            except BaseException as error:
                os.write(2, os.fsencode("sandbox: %r\n" % error))
            finally:
                os._exit(1)
        for _, write in pipes:
            os.close(write)
        job.pid = pid
        self.jobs[job.id] = job
        self.say(b"p", job.id, b"%d" % pid)
        (out, _), (err, _), (status, _) = pipes
        for read, _ in pipes:
            os.set_blocking(read, False)
        job.outputs = {out: b"o", err: b"e"}
        for output in job.outputs:
            self.watch(output, lambda output=output: self.forward(job, output))
        self.watch(status, lambda: self.read_status(job, status))

    def forward(self, job, descriptor):
        """Gives on what a job has written; whether there may be more."""
        try:
            content = os.read(descriptor, 1 << 16)
        except BlockingIOError:
            return False
        if content:
            self.say(job.outputs[descriptor], job.id, content)
            return True
        self.leave(descriptor)
        del job.outputs[descriptor]
        return False

    def read_status(self, job, descriptor):
        try:
            code = os.read(descriptor, 16)
        except BlockingIOError:
            return
        self.leave(descriptor)
        # Nothing: the first process could not start the job or was killed, of which its end will tell.
        if code and self.jobs.get(job.id) is job:
            self.end(job, code)

    def end(self, job, code):
        """All processes of the job have ended."""
        del self.jobs[job.id]
        for descriptor in [*job.outputs]:
            while self.forward(job, descriptor):
                pass
            # Something outside of the job may have it open.
            if descriptor in job.outputs:
                self.leave(descriptor)
        self.say(b"x", job.id, code)

    def bury(self):
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            for job in [job for job in self.jobs.values() if job.pid == pid]:
                self.end(job, b"%d" % exit_code(status))


def _fields(message):
    fields, at = [], 0
    while at < len(message):
        end = at + 4 + int.from_bytes(message[at : at + 4], "little")
        fields.append(message[at + 4 : end])
        at = end
    return fields


def _write(path, text):
    with open(path, "w") as file:
        file.write(text)


def main():
    launcher = _Launcher()
    os.set_inheritable(_ENGINE, False)
    launcher.enter(int(sys.argv[1]), sys.argv[2])
    launcher.run()


main()
