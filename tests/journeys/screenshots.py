"""Makes the pictures of the README from the demo as it is: `make screenshots`."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.chromium import FLAGS, chromium

IMAGES = Path(__file__).resolve().parent.parent.parent / "docs" / "images"
PORT = 8911
SITE = f"http://127.0.0.1:{PORT}"
PASSWORD = "samen-aan-het-werk"
DESKTOP = {"width": 1280, "height": 1150}
PHONE = {"width": 390, "height": 844}


def wait_until_served() -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{SITE}/account/login/", timeout=2)
        except (URLError, OSError):
            time.sleep(0.5)
        else:
            return
    sys.exit("The demo did not start.")


def signed_in(browser: Browser, email: str, viewport: dict[str, int]) -> Page:
    page = browser.new_context(base_url=SITE, viewport=viewport, locale="nl-BE").new_page()
    page.goto("/account/login/")
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(f"{SITE}/")
    return page


def take(browser: Browser) -> None:
    """Shoots each picture as its role would see it."""
    counsellor = signed_in(browser, "counsellor@demo.example", DESKTOP)
    counsellor.locator(".worklist a").first.click()
    counsellor.goto(counsellor.url.partition("#")[0])
    counsellor.screenshot(path=IMAGES / "person.png")
    counsellor.locator(".match__title a").first.click()
    counsellor.locator("#people").get_by_role("button").or_(counsellor.locator("#people a.button")).first.click()
    counsellor.locator("#people .match__title").first.wait_for()
    counsellor.locator("#people").scroll_into_view_if_needed()
    counsellor.screenshot(path=IMAGES / "vacancy.png")
    steering = signed_in(browser, "steering@demo.example", DESKTOP)
    steering.goto("/pact/arbeidspact-gent/")
    steering.wait_for_timeout(1500)
    steering.screenshot(path=IMAGES / "pact.png")
    signed_in(browser, "counsellor@demo.example", PHONE).screenshot(path=IMAGES / "home-phone.png")


def main() -> None:
    """Serves a demo of its own, takes the pictures, and throws the demo away."""
    path = chromium()
    if path is None:
        sys.exit("Pictures need Debian's package chromium: apt-get install chromium")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        serving = subprocess.Popen(
            [sys.executable, "-m", "arbeidspact", "demo", "--port", str(PORT)],
            env={**os.environ, "ARBEIDSPACT_DATA": data},
            stdout=subprocess.DEVNULL,
        )
        try:
            wait_until_served()
            with sync_playwright() as playwright:
                take(playwright.chromium.launch(executable_path=path, args=list(FLAGS)))
        finally:
            serving.terminate()
            serving.wait()


if __name__ == "__main__":
    main()
