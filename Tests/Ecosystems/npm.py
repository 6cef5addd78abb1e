#!/usr/bin/env python3
# Exitgate
# SPDX-License-Identifier: Apache-2.0
"""Serves the packages below a folder of npm as a registry, on the loopback only.

usage: npm.py ADDRESS-FILE FOLDER

An archive holds no more than the package.json: what is locked depends on nothing else.
"""
import base64
import hashlib
import http.server
import io
import json
import os
import sys
import tarfile
import urllib.parse

packages = {}
for folder, _, files in os.walk(sys.argv[2]):
    if "package.json" not in files:
        continue
    with open(os.path.join(folder, "package.json"), "rb") as file:
        text = file.read()
    package = json.loads(text)
    if "name" in package and "version" in package:
        packages.setdefault(package["name"], {})[package["version"]] = (package, text)


def archive(text):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as tar:
        info = tarfile.TarInfo("package/package.json")
        info.size = len(text)
        tar.addfile(info, io.BytesIO(text))
    return data.getvalue()


class Registry(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        name, _, file = urllib.parse.unquote(self.path).strip("/").partition("/-/")
        versions = packages.get(name)
        if not versions:
            self.answer(404, b"{}")
        elif file:
            version = file.removesuffix(".tgz").removeprefix(name.split("/")[-1] + "-")
            self.answer(200, archive(versions[version][1]))
        else:
            self.answer(200, json.dumps(self.document(name, versions)).encode())

    def document(self, name, versions):
        entries = {}
        for version, (package, text) in versions.items():
            data = archive(text)
            entries[version] = package | {"dist": {
                "tarball": f"{address}/{name}/-/{name.split('/')[-1]}-{version}.tgz",
                "integrity": "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode(),
                "shasum": hashlib.sha1(data).hexdigest(),
            }}
        newest = max(versions, key=lambda text: [int(p) for p in text.split("-")[0].split(".")])
        return {"name": name, "dist-tags": {"latest": newest}, "versions": entries}

    def answer(self, code, body):
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Registry)
address = f"http://127.0.0.1:{server.server_port}"
with open(sys.argv[1], "w") as file:
    file.write(address)
server.serve_forever()
