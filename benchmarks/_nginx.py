"""nginx in front of a running server, over HTTP/2 and TLS."""

import os
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from ssl import CERT_NONE, create_default_context

from tests.running import free_port

CONFIG = """daemon off; pid nginx.pid; error_log error.log; {user} worker_processes 1;
events {{ worker_connections 512; }}
http {{
  access_log off; client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  map $http_upgrade $connection_upgrade {{ default upgrade; '' ''; }}
  server {{
    listen 127.0.0.1:{port} ssl http2; ssl_certificate {shown}; ssl_certificate_key {key}; ssl_protocols TLSv1.3;
    location / {{
      proxy_pass {upstream}; proxy_http_version 1.1; proxy_set_header Host $host:{port};
      proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade; proxy_read_timeout 1h;
    }}
  }}
}}
"""


def installed() -> bool:
    """Whether nginx is there (Debian puts it where not every PATH looks)."""
    return _program() is not None


@contextmanager
def in_front(upstream: str, folder: Path, keys: tuple[Path, Path]) -> Iterator[str]:
    """The https address through which the server at `upstream` is reached."""
    port, program = free_port(), _program()
    assert program is not None
    folder.mkdir()
    user = "user root;" if os.geteuid() == 0 else ""
    shown, key = keys
    (folder / "nginx.conf").write_text(CONFIG.format(user=user, port=port, shown=shown, key=key, upstream=upstream))
    process = subprocess.Popen([program, "-p", str(folder), "-c", "nginx.conf"], stderr=subprocess.DEVNULL)
    try:
        _wait(f"https://127.0.0.1:{port}/health", process)
        yield f"https://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    tls = create_default_context()
    tls.check_hostname, tls.verify_mode = False, CERT_NONE  # a certificate made for this run
    for _ in range(50):
        try:
            urllib.request.urlopen(address, timeout=5, context=tls).close()
            return
        except (urllib.error.URLError, OSError):
            try:
                process.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
            break
    raise SystemExit("nginx did not start")


def _program() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
