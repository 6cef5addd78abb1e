#!/usr/bin/env python3
# Exitgate
# SPDX-License-Identifier: Apache-2.0
"""Serves sources of Go modules that lie below a folder as a module proxy, on the loopback only.

usage: go.py ADDRESS-FILE FOLDER

Whatever version is asked for, the sources are those of the folder: what is locked depends on the go.mod alone.
"""
import http.server
import io
import json
import os
import re
import sys
import zipfile

root = sys.argv[2]


def source(module):
    """The folder of a module; the part that names its major version is no folder."""
    for name in (module, re.sub(r"/v[0-9]+$", "", module)):
        if os.path.isdir(os.path.join(root, name)):
            return os.path.join(root, name)
    return None


def module_file(module, folder):
    path = os.path.join(folder, "go.mod")
    if os.path.exists(path):
        with open(path, "rb") as file:
            return file.read()
    return f"module {module}\n".encode()


def archive(module, version, folder):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        for parent, folders, files in os.walk(folder):
            folders[:] = sorted(name for name in folders if parent == folder or "go.mod" not in files)
            for name in sorted(name for name in files if name.endswith((".go", ".mod", ".s"))):
                path = os.path.join(parent, name)
                inner = os.path.relpath(path, folder)
                packed.write(path, f"{module}@{version}/{inner}")
    return data.getvalue()


class Proxy(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path = re.sub(r"!([a-z])", lambda found: found[1].upper(), self.path.strip("/"))
        module, _, file = path.partition("/@v/")
        folder = source(module)
        version = os.path.splitext(file)[0]
        if folder is None or not file or file == "list":
            self.answer(404 if folder is None or not file else 200, b"")
        elif file.endswith(".info"):
            self.answer(200, json.dumps({"Version": version, "Time": "2023-01-01T00:00:00Z"}).encode())
        elif file.endswith(".mod"):
            self.answer(200, module_file(module, folder))
        else:
            self.answer(200, archive(module, version, folder))

    def answer(self, code, body):
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
with open(sys.argv[1], "w") as file:
    file.write(f"http://127.0.0.1:{server.server_port}")
server.serve_forever()
