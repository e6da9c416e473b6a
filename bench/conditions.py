"""What a figure's worth depends on: the machine, what else ran on it, and what the hypervisor took."""
import contextlib
import dataclasses
import os
import pathlib
import struct
import time

TICKS = os.sysconf("SC_CLK_TCK")
FOREIGN, STOLEN = 0.05, 0.01


@dataclasses.dataclass(frozen=True)
class Ticks:
    """Seconds of processor time of the whole machine, by what they went into."""

    busy: float
    stolen: float
    at: float

    @staticmethod
    def now():
        words = pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
        user, nice, system, _, _, _, _, steal = (int(w) / TICKS for w in words[:8])
        return Ticks(user + nice + system, steal, time.monotonic())


def cpu_seconds(pids):
    """User and system time that these processes have had; those that have ended count as nothing."""
    total = 0
    for pid in pids:
        try:
            words = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += (int(words[11]) + int(words[12])) / TICKS
    return total


class Quiet:
    """Says of a window which share of one core others had in it, the hypervisor included."""

    def __init__(self, ours):
        self.ours = ours
        self.begin, self.own = Ticks.now(), cpu_seconds(ours)

    def noise(self):
        end = Ticks.now()
        seconds = end.at - self.begin.at
        foreign = end.busy - self.begin.busy - (cpu_seconds(self.ours) - self.own)
        return {
            "foreign_share": round(max(0, foreign / seconds), 3),
            "steal_share": round((end.stolen - self.begin.stolen) / seconds, 3),
            "load_average": round(os.getloadavg()[0], 2),
        }


def void(noise):
    """Whether a window with this noise is not worth counting."""
    return noise["foreign_share"] > FOREIGN or noise["steal_share"] > STOLEN


def busy():
    """Why this machine is too busy to measure on, or nothing."""
    quiet = Quiet([os.getpid()])
    time.sleep(3)
    noise = quiet.noise()
    if void(noise):
        return (
            f"other programs use {100 * noise['foreign_share']:.0f} % of a core and the hypervisor takes"
            f" {100 * noise['steal_share']:.0f} % (load average {noise['load_average']})"
        )
    return None


@contextlib.contextmanager
def polling_cores(wanted=True):
    """Keeps idle cores looking for work instead of halting, and says whether they do.

    Whoever writes to a program that sleeps on a halted core pays for waking it. On a virtual machine that is a call
    to the hypervisor, 4.5 us of CPU time here, and only a gateway that keeps the load's core full is spared it: the
    slower the gateway, the more it would be charged for the machine. A latency of 0 asked of the kernel's power
    management has every idle core poll (https://docs.kernel.org/power/pm_qos_interface.html).
    """
    try:
        asked = os.open("/dev/cpu_dma_latency", os.O_WRONLY) if wanted else None
    except OSError:
        asked = None
    if asked is None:
        yield False
        return
    try:
        os.write(asked, struct.pack("i", 0))
        yield True
    finally:
        os.close(asked)


def descendants(pid):
    """A process and all that it started, as they are now."""
    children = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(words[1]), []).append(int(stat.parent.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found
