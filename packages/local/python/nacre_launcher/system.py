"""The calls of the system that Python has no functions for."""

import _signal
import ctypes
import os


# What the first process of a job and the launcher wait for; both have it blocked.
OWN = (_signal.SIGCHLD, _signal.SIGTERM)
# Python itself ignores these; a program expects them as they are.
DEFAULTS = (_signal.SIGPIPE, _signal.SIGXFSZ, *OWN)

BIND, RECURSIVE, SLAVE, READ_ONLY = 4096, 16384, 1 << 19, 1
NO_SUID, NO_DEV, NO_EXEC = 2, 4, 8
NEW_MOUNTS, NEW_USER, NEW_PROCESSES, NEW_NETWORK = 0x20000, 0x10000000, 0x20000000, 0x40000000
_PDEATHSIG, DUMPABLE, NO_NEW_PRIVILEGES = 1, 4, 38

# PyDLL keeps Python's lock while a function runs: a copy of this process must have it.
libc = ctypes.PyDLL(None, use_errno=True)
# clone(flags, stack, ...) leads a copy of this process out of the same call. glibc has no function for it.
CLONE = {"x86_64": 56, "aarch64": 220, "riscv64": 220, "ppc64le": 120}.get(os.uname().machine)


def check(result, what):
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, "%s: %s" % (os.fsdecode(what), os.strerror(number)))
    return result


def control(option, value):
    check(libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0), "prctl")


def mount(source, target, kind, flags, data=None):
    check(libc.mount(source, target, kind, ctypes.c_ulong(flags), data), b"mount " + target)


def die_with(parent):
    """Lets the kernel end this process with the one that started it."""
    control(_PDEATHSIG, _signal.SIGKILL)
    # It may have ended just before. In a job's process namespace a parent outside has no number; /proc is
    # still the one of before.
    descriptor = os.open(b"/proc/self/stat", os.O_RDONLY | os.O_CLOEXEC)
    fields = os.read(descriptor, 4096).rpartition(b")")[2].split()
    os.close(descriptor)
    if int(fields[1]) != parent:
        os._exit(1)
