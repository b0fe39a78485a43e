"""A model's container: doubles each number of a request. `python3 serving.py PORT_FILE`, or at port 8080."""

import json
import os
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

PINGS = []


class Model(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/ping":
            PINGS.append(1)
            self.answer(200 if len(PINGS) > 2 else 503, b"")
        elif self.path == "/execution-parameters" and "PARAMETERS" in os.environ:
            self.answer(200, os.environ["PARAMETERS"].encode())
        else:
            self.answer(404, b"")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        seen = [self.headers["Content-Type"], self.headers["Accept"], len(body.splitlines())]
        print("invoked", json.dumps(seen), flush=True)
        if "die" in body:
            os._exit(3)
        if "bad" in body:
            self.answer(400, b"not a number")
        elif "once" in body and PINGS.append(1) is None and len(PINGS) == 4:
            self.answer(500, b"try again")
        else:
            numbers = [line.replace("once", "") for line in body.splitlines()]
            self.answer(200, ",".join(str(2 * int(number)) for number in numbers).encode())

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


names = sys.argv[1:] if sys.argv[1:] != ["serve"] else []
server = HTTPServer(("127.0.0.1" if names else "0.0.0.0", 0 if names else 8080), Model)
if names:
    with open(names[0] + ".new", "w") as file:
        file.write(str(server.server_port))
    os.replace(names[0] + ".new", names[0])
print("serving", os.environ["SAGEMAKER_BATCH"], os.environ["SAGEMAKER_BATCH_STRATEGY"], flush=True)
server.serve_forever()
