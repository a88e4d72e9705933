"""What a dispatcher's fingers do at the desk: J, ".", Enter, O; each returns when the desk has followed."""

from __future__ import annotations

from typing import Any


def walk_to(desk: Any, ticket_id: str) -> None:
    """With J and K through the queue, as a dispatcher does who never leaves the keyboard."""
    line = desk.locator(row(ticket_id))
    line.wait_for()
    for key in "j" * 20 + "k" * 20:
        if line.get_attribute("data-selected") == "true":
            desk.locator(f"[data-testid=ticket-detail][data-of='{ticket_id}']").wait_for()
            return
        desk.keyboard.press(key)
    raise AssertionError("the ticket could not be reached by keyboard")


def detail(desk: Any) -> Any:
    return desk.get_by_test_id("ticket-detail")


def menu(desk: Any, name: str) -> None:
    """An action that has no key of its own: "." opens the menu, the arrows walk in it, Enter takes."""
    desk.keyboard.press(".")
    wanted = desk.locator(f".menu [data-act={name}]")
    wanted.wait_for()
    for _ in range(20):
        if wanted.evaluate("one => one === document.activeElement"):
            desk.keyboard.press("Enter")
            return
        desk.keyboard.press("ArrowDown")
    raise AssertionError(f"{name} is not in the menu")


def enter(desk: Any, words: str) -> None:
    """Type into the form at the foot and send it; returns when it was taken."""
    desk.locator("#desk-sheet form").wait_for()
    desk.keyboard.type(words)
    desk.keyboard.press("Enter")
    desk.locator("#desk-sheet").wait_for(state="hidden")


def send_best(desk: Any) -> str:
    """Enter to the one who is proposed; the worker's id."""
    best = desk.locator("[data-testid=candidate-row][aria-selected=true]")
    best.wait_for()
    worker = str(best.get_attribute("data-worker-id"))
    desk.keyboard.press("Enter")
    desk.locator(".crew [data-tone=offered]").wait_for()
    return worker


def behalf(desk: Any, tap: str) -> None:
    """What the worker says by voice is entered with O and the arrow of Tab."""
    desk.keyboard.press("o")
    button = desk.locator(f".taps [data-type={tap}]").first
    button.wait_for()
    button.press("Enter")


def row(ticket_id: str, state: str = "") -> str:
    """The selector of a ticket's row in the queue."""
    return f"[data-testid=ticket-row][data-ticket-id='{ticket_id}']" + (f"[data-state={state}]" if state else "")
