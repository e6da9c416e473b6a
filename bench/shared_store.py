#!/usr/bin/env python3
"""What it costs that gateways share keys and budgets: requests a second, waiting time and processor time of reserve and
settle, with SQLite and the journal, with PostgreSQL, and with two gateways of one database, in turn.

    bench/shared_store.py [SECONDS]      how long each row takes; 5
"""

import os
import pathlib
import subprocess
import sys

from common import ROOT, java


def main():
    seconds = sys.argv[1] if len(sys.argv) > 1 else "5"
    command = ["mvn", "-q", "-B", "-pl", "appliance/governance", "-am", "-Dtest=SharedSpeed"]
    said = ["-Dsurefire.failIfNoSpecifiedTests=false", f"-Daiplat.seconds={seconds}", "test"]
    home = str(pathlib.Path(java()).parent.parent)
    sys.exit(subprocess.run([*command, *said], cwd=ROOT, env=os.environ | {"JAVA_HOME": home}).returncode)


main()
