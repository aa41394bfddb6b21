"""Load from wrk, an open-source load generator: every request posts the next line of a file of forms."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from kuulo.base.errors import SettingError
from kuulo.base.texts import mark as _
from kuulo.bench.intake.servers import Server

CONNECTIONS = 32
SCRIPT = """
local file = assert(io.open("{bodies}", "r"))
for _ = 1, {skip} do file:read("*l") end
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
wrk.headers["Accept"] = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
wrk.headers["Accept-Language"] = "fi,en;q=0.7"
wrk.headers["Origin"] = "http://127.0.0.1:{port}"
wrk.headers["Sec-Fetch-Site"] = "same-origin"
request = function()
  local body = file:read("*l")
  if not body then file:seek("set") body = file:read("*l") end
  return wrk.format(nil, "{path}", nil, body)
end
done = function(summary, latency, requests)
  io.write(string.format('{{"requests":%d,"micros":%d,"refused":%d,"broken":%d,"p50":%d,"p99":%d}}\\n',
    summary.requests, summary.duration, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
"""


@dataclass(frozen=True)
class Round:
    """What one round of load showed.

    Attributes:
        rate: Requests answered a second.
        p50: Half of the answers came within so many milliseconds.
        p99: 99 of 100 did.
        cpu_us: Microseconds of processor the server used for each.
        share: Processor the server used, 1 for one core kept busy.
        refused: Answers of status 400 and above, and connections that broke.
    """

    requests: int
    rate: float
    p50: float
    p99: float
    cpu_us: float
    share: float
    refused: int


def load(server: Server, bodies: Path, *, path: str, seconds: int, skip: int = 0) -> Round:
    """Send forms over `CONNECTIONS` connections for so many seconds; the first ``skip`` lines are left out.

    Raises:
        SettingError: wrk is not installed.
    """
    if shutil.which("wrk") is None:
        raise SettingError(_("The load generator wrk is not installed."), _("Install Debian's package wrk."))
    script = bodies.with_suffix(".lua")
    script.write_text(SCRIPT.format(bodies=bodies, skip=skip, path=path, port=server.port))
    before = server.seconds_of_processor()
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(script), f"http://127.0.0.1:{server.port}"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 -- our own words
    used = server.seconds_of_processor() - before
    told = json.loads(done.stdout.splitlines()[-1])
    duration = told["micros"] / 1e6
    return Round(
        requests=told["requests"],
        rate=told["requests"] / duration,
        p50=told["p50"] / 1000,
        p99=told["p99"] / 1000,
        cpu_us=used / max(told["requests"], 1) * 1e6,
        share=used / duration,
        refused=told["refused"] + told["broken"],
    )
