"""The first process of a job's process namespace: a copy of the launcher that makes the job's mounts, starts
the job and waits for its end.
"""

import _signal
import ctypes
import os
import sys

import system


def _bind(descriptor, target):
    system.mount(b"/proc/self/fd/%d" % descriptor, target, None, system.BIND | system.RECURSIVE)


def _open(path):
    return os.open(path, os.O_PATH | os.O_CLOEXEC | os.O_NOFOLLOW)


def _mount_all(ml, tmp, hidden):
    # By what they are, not by their paths: mounts may cover those.
    ml, tmp = _open(ml), _open(tmp) if tmp else None
    others = []
    with os.scandir(b"/opt") as entries:
        for entry in entries:
            if entry.name == b"ml":
                continue
            if entry.is_symlink():
                others.append((entry.path, None, os.readlink(entry.path)))
            else:
                others.append((entry.path, entry.is_dir(follow_symlinks=False), _open(entry.path)))
    system.mount(b"tmpfs", b"/opt", b"tmpfs", system.NO_SUID | system.NO_DEV, b"mode=755")
    for path, is_folder, original in others:
        if is_folder is None:
            os.symlink(original, path)
            continue
        if is_folder:
            os.mkdir(path)
        else:
            os.close(os.open(path, os.O_CREAT | os.O_CLOEXEC))
        _bind(original, path)
    os.mkdir(b"/opt/ml")
    _bind(ml, b"/opt/ml")
    for folder in hidden:
        system.mount(b"tmpfs", folder, b"tmpfs", system.NO_SUID | system.NO_DEV | system.READ_ONLY, b"mode=755,size=4k")
    if tmp is not None:
        _bind(tmp, b"/tmp")
    system.mount(b"proc", b"/proc", b"proc", system.NO_SUID | system.NO_DEV | system.NO_EXEC)
    os.chdir(b"/opt/ml")


def _loopback_up():
    """A new network namespace has its loopback device, but switched off."""
    inet, datagram, set_flags, up = 2, 2, 0x8914, 1
    socket = system.check(system.libc.socket(inet, datagram, 0), "socket")
    request = ctypes.create_string_buffer(b"lo".ljust(16, b"\0") + up.to_bytes(2, sys.byteorder), 40)
    system.check(system.libc.ioctl(socket, ctypes.c_ulong(set_flags), request), "ioctl")
    os.close(socket)


def _drop_capabilities():
    """What this process may do in the user namespace, its job must not get by it."""
    version = (0x20080522).to_bytes(4, sys.byteorder)
    system.check(system.libc.capset(ctypes.create_string_buffer(version, 8), bytes(24)), "capset")


def _close_others(keep):
    for name in os.listdir(b"/proc/self/fd"):
        if int(name) > 2 and int(name) != keep:
            try:
                os.close(int(name))
            except OSError:
                pass  # the one that listed them


def _start(command, env):
    os.environb[b"PATH"] = env.get(b"PATH", os.defpath.encode())
    for argv in (command, [b"/bin/sh", *command]):
        try:
            return os.posix_spawnp(argv[0], argv, env, setsigmask=(), setsigdef=system.DEFAULTS)
        except OSError as error:
            # A script without `#!`, which execvp gives to the shell.
            if error.errno != 8 or b"/" not in argv[0]:
                raise
    raise AssertionError("the shell is no program")


def first_process(launcher, job, out, err, status, is_user_namespace):
    os.dup2(out, 1)
    os.dup2(err, 2)
    system.die_with(launcher)
    os.setsid()
    try:
        os.dup2(os.open(b"/dev/null", os.O_RDWR | os.O_CLOEXEC), 0)
        _mount_all(job.ml, job.tmp, job.hidden)
        if not job.network:
            _loopback_up()
        if is_user_namespace:
            _drop_capabilities()
        # The job must not look into this copy of the launcher.
        system.control(system.DUMPABLE, 0)
        _close_others(status)
    except OSError as error:
        os.write(2, os.fsencode("sandbox: %s\n" % error.strerror))
        os._exit(1)
    try:
        main = _start(job.command, job.env)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        os.write(2, job.command[0] + os.fsencode(": %s\n" % reason))
        os._exit(126 if isinstance(error, PermissionError) else 127)
    for target in (1, 2):
        os.dup2(0, target)
    code = _wait_for(main)
    _end_all()
    # Said before the end of this process: to take the namespaces down takes its time.
    os.write(status, b"%d" % code)
    os._exit(code)


def _end_all():
    """Ends what the job has left running: all others of its process namespace."""
    try:
        os.kill(-1, _signal.SIGKILL)
    except ProcessLookupError:
        pass
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass


def _wait_for(main):
    """The exit code of the job's process. Buries all others, which get it as their parent."""
    while True:
        signal = _signal.sigwaitinfo(system.OWN)
        # From the launcher, which has no number here; the job's own signals are not for this process.
        if signal.si_signo == _signal.SIGTERM and signal.si_pid == 0:
            os.kill(-1, _signal.SIGTERM)
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == main:
                return exit_code(status)
            if pid == 0:
                break


def exit_code(status):
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code
