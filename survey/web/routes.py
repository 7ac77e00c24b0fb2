"""All plain routes in one list: this is the whole address space beside Streamlit's pages."""

import secrets
from functools import partial

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from survey.context import Cities
from survey.web.cards import CardPrinter
from survey.web.failures import Failures
from survey.web.forms import reading, reading_ours
from survey.web.keying import KeyDoor
from survey.web.kiosk import KioskDoor
from survey.web.paper import Forms
from survey.web.phone import PhoneDoor
from survey.web.poster import Posters
from survey.web.sealed import SealedDoor
from survey.web.setup import Setup
from survey.web.staffdoor import StaffDoor, enter_demo, leave_demo
from survey.web.views import open_views
from survey.web.worker import Worker


def routes(cities: Cities) -> list[Route]:
    """The routes of both cities. Endpoints that touch a store are plain functions, so that they run in threads."""
    views, failures = open_views(cities.real.texts), Failures()
    instance = secrets.token_hex(16)
    kiosks, sealed = KioskDoor(cities, views), SealedDoor(cities)
    phone, posters = PhoneDoor(cities, views), Posters(cities, views)
    card_printer = CardPrinter(cities, views)
    staff, setup = StaffDoor(cities.real, views, failures), Setup(cities.real, views, failures, instance)

    paper, keying = Forms(cities, views), KeyDoor(cities, views)

    def health(request: Request) -> JSONResponse:
        cities.real.store.accounts.count()  # an unreadable store is no health
        return JSONResponse({"status": "ok", "instance": instance}, headers={"Cache-Control": "no-store"})

    return [
        Route("/s", phone.ask_code, methods=["GET"]),
        Route("/s/kiosk-worker.js", kiosks.worker, methods=["GET"]),
        Route("/s/worker.js", Worker(views).script, methods=["GET"]),
        Route("/s/{code}", phone.show, methods=["GET"]),
        Route("/s/{code}", reading(views, phone.receive), methods=["POST"]),
        Route("/poster/{code}", posters.show, methods=["GET"]),
        Route("/poster/{code}/qr.svg", posters.svg, methods=["GET"]),
        Route("/poster/{code}/qr.png", posters.png, methods=["GET"]),
        Route("/s/{code}/kiosk", kiosks.show, methods=["GET"]),
        Route("/s/{code}/kiosk", reading(views, sealed.receive), methods=["POST"]),
        Route("/s/{code}/sealed", reading(views, sealed.take), methods=["POST"]),
        Route("/staff/kiosk/{code}", kiosks.ask, methods=["GET"]),
        Route("/staff/kiosk/{code}", reading_ours(views, kiosks.start), methods=["POST"]),
        Route("/paper/{code}", paper.sample, methods=["GET"]),
        Route("/staff/paper/{code}", paper.order, methods=["GET"]),
        Route("/staff/paper/{code}", reading_ours(views, paper.make), methods=["POST"]),
        Route("/paper/{code}/key", keying.show, methods=["GET"]),
        Route("/paper/{code}/key", reading_ours(views, keying.receive), methods=["POST"]),
        Route("/staff/sign-in", staff.show, methods=["GET"]),
        Route("/staff/sign-in", reading_ours(views, staff.enter), methods=["POST"]),
        Route("/staff/sign-out", reading_ours(views, staff.leave), methods=["POST"]),
        Route("/staff/cards/{code}", card_printer.show, methods=["GET"]),
        Route("/staff/cards/{code}", reading_ours(views, card_printer.make), methods=["POST"]),
        Route("/staff/cards/{code}/withdraw", reading_ours(views, card_printer.withdraw), methods=["POST"]),
        Route("/setup", setup.show, methods=["GET"]),
        Route("/setup", reading_ours(views, setup.sign_up), methods=["POST"]),
        Route("/setup/city", setup.show_city, methods=["GET"]),
        Route("/setup/city", reading_ours(views, setup.save_city), methods=["POST"]),
        Route("/demo", partial(enter_demo, cities, views), methods=["GET"]),
        Route("/demo/leave", leave_demo, methods=["GET"]),
        Route("/health", health, methods=["GET"]),
    ]
