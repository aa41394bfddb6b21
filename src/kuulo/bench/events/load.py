"""Load from wrk: every request posts the next batch of a file, with the write key as its clients send it."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from pathlib import Path

from kuulo.base.errors import SettingError
from kuulo.base.texts import mark as _
from kuulo.bench.intake.load import Round
from kuulo.bench.intake.servers import Server

CONNECTIONS = 16
SCRIPT = """
local bodies = {{}}
for line in io.lines("{bodies}") do bodies[#bodies + 1] = line end
local headers = {{ ["Content-Type"] = "application/json", ["Authorization"] = "Basic {key}",
  ["User-Agent"] = "analytics-python/2.3.4" }}
local requests = {{}}
for i, body in ipairs(bodies) do requests[i] = wrk.format("POST", "/v1/batch", headers, body) end
local at = 0
request = function()
  at = at % #requests + 1
  return requests[at]
end
done = function(summary, latency, requests)
  io.write(string.format('{{"requests":%d,"micros":%d,"refused":%d,"broken":%d,"p50":%d,"p99":%d}}\\n',
    summary.requests, summary.duration, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
"""


def load(server: Server, bodies: Path, *, key: str, seconds: int) -> Round:
    """Send the file's batches, again and again, over `CONNECTIONS` connections for so many seconds.

    Raises:
        SettingError: wrk is not installed.
    """
    if shutil.which("wrk") is None:
        raise SettingError(_("The load generator wrk is not installed."), _("Install Debian's package wrk."))
    script = bodies.with_suffix(".lua")
    script.write_text(SCRIPT.format(bodies=bodies, key=base64.b64encode(f"{key}:".encode()).decode()))
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
