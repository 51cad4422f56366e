"""The vendor's own client library talks to our gateway: ``pip install spark_ai_python`` to run these."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from curation.chat.preview import PreviewBackend
from curation.chat.signing import Credentials
from curation.chat.wire import Message

pytestmark = [
    pytest.mark.sdk,
    # What the library does on its own account.
    pytest.mark.filterwarnings("ignore"),
]
llm = pytest.importorskip("sparkai.llm.llm", reason="spark_ai_python is not installed")
Make = Callable[..., Any]
REPLY = "在呀~~！！(≧▽≦)\n[愉快]"


class Echo:
    """Says what it was asked, role by role."""

    def reply(self, messages: Sequence[Message]) -> Iterator[str]:
        for message in messages:
            yield f"{message.role}:{message.content};"


def sdk(url: str, credentials: Credentials, streaming: bool, **changes: str) -> Any:
    return llm.ChatSparkLLM(
        spark_api_url=url,
        spark_app_id=changes.get("app_id", credentials.app_id),
        spark_api_key=credentials.api_key,
        spark_api_secret=changes.get("secret", credentials.api_secret),
        spark_llm_domain=changes.get("domain", "preview"),
        streaming=streaming,
    )


def talk(*turns: tuple[str, str]) -> list[Any]:
    from sparkai.core.messages import ChatMessage

    return [ChatMessage(role=role, content=content) for role, content in turns]


@pytest.mark.parametrize("streaming", [True, False])
def test_the_vendors_client_gets_the_reply(gateway: Make, credentials: Credentials, streaming: bool) -> None:
    here = gateway(PreviewBackend(lambda _: REPLY))
    result = sdk(here.url, credentials, streaming).generate([talk(("user", "在吗"))])
    assert result.generations[0][0].text == REPLY
    assert result.llm_output["token_usage"]["question_tokens"] == 2


def test_the_vendors_client_sends_the_whole_talk(gateway: Make, credentials: Credentials) -> None:
    turns = (("system", "你是小满"), ("user", "在吗"), ("assistant", "在"), ("user", "吃了吗"))
    result = sdk(gateway(Echo()).url, credentials, False).generate([talk(*turns)])
    assert result.generations[0][0].text == "".join(f"{role}:{content};" for role, content in turns)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"secret": "another"}, "HMAC signature does not match"),
        ({"app_id": "another"}, "11200"),
        ({"domain": "another"}, "10005"),
    ],
)
def test_the_vendors_client_understands_our_refusals(
    gateway: Make, credentials: Credentials, changes: dict[str, str], told: str
) -> None:
    with pytest.raises(Exception, match=told):
        sdk(gateway(Echo()).url, credentials, True, **changes).generate([talk(("user", "在吗"))])
