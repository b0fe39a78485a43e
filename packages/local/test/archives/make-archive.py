"""Makes the archives of the tests: python make-archive.py FILE, the entries as JSON on stdin."""

import io
import json
import sys
import tarfile

given = json.load(sys.stdin)
formats = {"pax": tarfile.PAX_FORMAT, "gnu": tarfile.GNU_FORMAT, "ustar": tarfile.USTAR_FORMAT}
types = {
    "file": tarfile.REGTYPE,
    "folder": tarfile.DIRTYPE,
    "symlink": tarfile.SYMTYPE,
    "hardlink": tarfile.LNKTYPE,
    "fifo": tarfile.FIFOTYPE,
    "character device": tarfile.CHRTYPE,
    "block device": tarfile.BLKTYPE,
    "sparse": tarfile.GNUTYPE_SPARSE,
    "contiguous": tarfile.CONTTYPE,
}


class Zeros(io.RawIOBase):
    """Any number of zeros."""

    def readable(self):
        return True

    def read(self, size=-1):
        return bytes(size)


with tarfile.open(
    sys.argv[1],
    given.get("mode", "w:gz"),
    format=formats[given.get("format", "pax")],
    encoding=given.get("encoding", "utf-8"),
) as archive:
    for entry in given["entries"]:
        info = tarfile.TarInfo(entry["name"])
        info.type = types[entry.get("type", "file")]
        info.linkname = entry.get("target", "")
        info.mode = entry.get("mode", 0o644)
        info.mtime = entry.get("mtime", 1_700_000_000)
        info.uid = info.gid = 12345
        info.pax_headers = entry.get("pax", {})
        content = entry.get("content", "").encode()
        info.size = entry.get("size", len(content))
        data = Zeros() if "size" in entry else io.BytesIO(content)
        archive.addfile(info, data if info.size else None)

if "cut" in given:
    with open(sys.argv[1], "r+b") as file:
        file.truncate(given["cut"])
