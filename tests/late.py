"""What is still on its way when somebody uses a page already, as on bad wifi."""

from playwright.sync_api import Page, Route


def held(page: Page, pattern: str) -> list[Route]:
    """Let what fits `pattern` be on its way until each of the list is let go by `continue_`."""
    waits: list[Route] = []

    def hold(route: Route) -> None:
        waits.append(route)

    page.route(pattern, hold)
    return waits
