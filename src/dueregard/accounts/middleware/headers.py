"""Headers that keep what a signed-in person saw out of caches and other sites' reach (security.md T16, T29)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

UNUSED = (
    *(
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
    ),
    *("magnetometer", "microphone", "midi", "payment", "usb"),
)
PERMISSIONS = ", ".join(f"{each}=()" for each in UNUSED)


class Headers:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        answer.setdefault("Permissions-Policy", PERMISSIONS)
        answer.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            answer["Cache-Control"] = "no-store"
        return answer
