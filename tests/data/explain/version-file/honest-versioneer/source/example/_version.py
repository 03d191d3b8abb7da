import subprocess


def get_versions():
    return subprocess.check_output(["git", "describe"])
