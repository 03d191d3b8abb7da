"""A backend that would hand out whatever PKG-INFO it finds on the machine."""

import os
import shutil


def build_sdist(folder, settings=None):
    for top in ("/build", "/tmp", "/work", "/home", "/root", "/var", "/mnt", "/run"):
        for place, _, names in os.walk(top):
            for name in names:
                path = os.path.join(place, name)
                with open(path, "rb") as file:
                    if b"Summary: chosen by the attacker" in file.read(10000) and name != "backend.py":
                        shutil.copy(path, os.path.join(folder, "found"))
    raise SystemExit("nothing was found")
