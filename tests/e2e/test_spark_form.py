"""The chat page's form for a tuned model, filled with the keyboard, against our own gateway."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from playwright.sync_api import expect

from curation.chat.gateway import Gateway
from curation.chat.wire import Message
from tests.e2e.browser import Open, settled
from tests.e2e.ruwo import Ruwo
from tests.e2e.serving import Server


class Echo:
    """Answers with what reached it."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def reply(self, messages: Sequence[Message]) -> Iterator[str]:
        self.seen += [message.content for message in messages]
        yield "收到："
        yield messages[-1].content


def test_from_the_form_to_an_answer(server: Server, open_page: Open) -> None:
    ruwo = Ruwo(open_page(server.url))
    ruwo.open_demo()
    ruwo.go("chat")
    page = ruwo.page
    page.locator(".st-key-model_kind button").nth(1).click()
    settled(page)
    backend = Echo()
    with Gateway(backend, app_id="demoapp1", api_key="key-one", api_secret="secret-one", domain="mine") as gateway:
        page.locator(".st-key-spark_endpoint input").fill("ws://[")
        page.keyboard.press("Enter")
        settled(page)
        page.locator(".st-key-spark_endpoint input").fill(gateway.url)
        for name, value in {"app_id": "demoapp1", "api_key": "key-one", "api_secret": "secret-one"}.items():
            page.locator(f".st-key-spark_{name} input").focus()
            page.keyboard.type(value)
            page.keyboard.press("Tab")
        page.locator(".st-key-spark_domain input").focus()
        page.keyboard.type("mine")
        ruwo.press("spark_use")
        page.locator("[data-testid=stCheckbox] label").last.click()
        settled(page)
        answer = ruwo.say("我的电话是13800138000，记得打")
    assert answer[0].startswith("收到：我的电话是[电话")
    assert backend.seen[0].startswith("你是阿澈")
    assert "13800138000" not in "".join(backend.seen)
    expect(page.get_by_text("key-one")).to_have_count(0)
