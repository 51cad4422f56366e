"""Talking to models: the tuned one by iFlytek Spark's WebSocket protocol, spoken from both sides.

Names
    :mod:`.wire`      the frames of a question and of an answer (pydantic), limits of the parameters
    :mod:`.signing`   Credentials, the signed URL, and its check on the server's side
    :mod:`.history`   roles in order, token estimate, leaving out the oldest turns
    :mod:`.codes`     every refusal and error code -> a RuwoError with what to do and whether to retry
    :mod:`.spark`     SparkClient.stream(messages, **params) -> Chunk, Chunk, …
    :mod:`.gateway`   Gateway: the same protocol on loopback in front of any backend
    :mod:`.preview`   PreviewBackend: answers with what the persona once wrote, found by ``retrieve``
    :mod:`.retrieve`  ReplyIndex: which of the persona's replies fits a text best
    :mod:`.openai`    Client: one question and its answer from a service that speaks OpenAI's protocol

Data flow::

    page -> SparkClient.stream -> history.check, history.trim -> wire.Request -> signing.sign_url -> socket
                                                                                                      |
    page <- Chunk(content, reasoning, usage, done, warning) <- wire.Reply | codes -> RuwoError <------+

    socket -> Gateway: no Origin, signing.verify -> wire.read_request -> backend.reply(messages) -> frames -> socket
                                                                          |
                                                PreviewBackend -> retrieve(text) -> a redacted reply or nothing

Neither texts nor secrets are logged, and no exception carries them. The service remembers nothing, so the
whole talk with its system text is sent on every turn. Nothing here scans for private values: whoever calls
:class:`SparkClient` or :class:`openai.Client` hands over text that may leave the machine (DESIGN, promise 6).
"""
