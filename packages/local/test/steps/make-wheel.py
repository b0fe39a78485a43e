"""Makes the wheel of a package of one module: make-wheel.py FOLDER NAME VERSION CONTENT NEEDS"""

import os
import sys
import zipfile

folder, name, version, content, needs = sys.argv[1:]
info = "{}-{}.dist-info".format(name, version)
files = {
    name + ".py": content,
    info + "/METADATA": "Metadata-Version: 2.1\nName: {}\nVersion: {}\n{}".format(
        name, version, "Requires-Dist: {}\n".format(needs) if needs else ""
    ),
    info + "/WHEEL": "Wheel-Version: 1.0\nGenerator: nacre\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
}
files[info + "/RECORD"] = "".join(path + ",,\n" for path in [*files, info + "/RECORD"])
wheel = os.path.join(folder, "{}-{}-py3-none-any.whl".format(name, version))
with zipfile.ZipFile(wheel, "w") as archive:
    for path, text in files.items():
        archive.writestr(path, text)
