"""Stands in for Docker where there is none: notes how it was called, and runs what a container would.

The image is this machine: the program runs with the variables that were given alone, and finds what is
mounted at /opt/ml under that folder's own path, which takes the place of /opt/ml in its arguments. A
model's container is serving.py, which notes its port in the file `port`.
STAND_IN names a folder: `calls` gets a JSON list for each call, and there is the image that `image` names.
"""

import json
import os
import sys

FOLDER = os.environ["STAND_IN"]
WITH_VALUE = {"--pull", "--name", "--hostname", "--mount", "--network", "--memory", "--memory-swap",
              "--env", "--entrypoint", "--user", "--publish"}


def run(args):
    options, variables = {}, {}
    while args[0].startswith("--"):
        option = args.pop(0)
        value = args.pop(0) if option in WITH_VALUE else ""
        if option == "--env":
            name, _, variables[name] = value.partition("=")
        options[option] = value
    source = dict(part.split("=", 1) for part in options["--mount"].split(","))["source"]
    command = ([options["--entrypoint"]] if "--entrypoint" in options else ["sh"]) + args[1:]
    if args[1:] == ["serve"]:
        command = ["python3", os.path.join(FOLDER, "serving.py"), os.path.join(FOLDER, "port")]
    command = [part.replace("/opt/ml", source) for part in command]
    os.execvpe(command[0], command, {"PATH": os.environ["PATH"], **variables})


with open(os.path.join(FOLDER, "calls"), "a") as calls:
    calls.write(json.dumps(sys.argv[1:]) + "\n")
if sys.argv[1] == "info":
    print(json.dumps({"SecurityOptions": ["name=rootless"]}))
elif sys.argv[1:3] == ["image", "inspect"]:
    with open(os.path.join(FOLDER, "image")) as image:
        if sys.argv[-1] != image.read():
            sys.exit("Error response from daemon: No such image: " + sys.argv[-1])
elif sys.argv[1] == "port":
    with open(os.path.join(FOLDER, "port")) as port:
        print("127.0.0.1:" + port.read())
elif sys.argv[1] == "run":
    run(sys.argv[2:])
