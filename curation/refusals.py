"""What the chat service answers instead of an answer, in sentences: see errors.SENTENCES."""

from __future__ import annotations

from curation.i18n import N_

REFUSALS: dict[str, str] = {
    # --- chatting: the service refuses the connection
    "spark_401": N_(
        "The service wants a signed address and got none. Check the address and that all three keys are filled in."
    ),
    "spark_401_key": N_(
        "The service does not know this API key. Copy key and secret again from the service’s card; they must belong "
        "to the same application as the address."
    ),
    "spark_401_signature": N_(
        "The API secret does not fit the API key. Often the two are swapped or one was copied incompletely; copy both "
        "again, and check the address."
    ),
    "spark_403": N_(
        "The service refuses this connection. Check in the console that the application may use this service."
    ),
    "spark_403_clock": N_(
        "The service refuses the signature’s time. Set this computer’s clock (more than 5 minutes off is too much); "
        "if it is right, the API key is wrong or swapped with the secret."
    ),
    "spark_403_clock_off": N_(
        "This computer’s clock is {minutes} minutes off; 5 are allowed. Set the clock and ask again."
    ),
    "spark_403_key": N_(
        "The service refuses the signature, though this computer’s clock is right. The API key is wrong or swapped "
        "with the secret; copy both again."
    ),
    "spark_404": N_("There is no chat service at this address. Copy it again from the service’s card."),
    "spark_429": N_("Too many questions in a short time. Wait a moment and ask again."),
    "spark_http": N_("The service refused the connection (HTTP {status}). Check the address."),
    "spark_http_server": N_("The service has a problem of its own (HTTP {status}). Try again in a few minutes."),
    # --- chatting: the service’s error codes
    "spark_10000": N_("The service could not open the connection (10000). Ask again."),
    "spark_10001": N_("The service could not read the question (10001). Ask again."),
    "spark_10002": N_("The service could not send its answer (10002). Ask again."),
    "spark_10003": N_(
        "The service could not make sense of the request (10003). Check that the address belongs to this service."
    ),
    "spark_10004": N_(
        "The service does not accept the form of the request (10004). Check app id, service id and resource id for "
        "typing mistakes."
    ),
    "spark_10005": N_(
        "The service does not accept one of the values (10005). Check service id and resource id, and set temperature "
        "and length back to their defaults."
    ),
    "spark_10006": N_(
        "The same user is already connected (10006). Close other chat windows or wait a few seconds, then ask again."
    ),
    "spark_10007": N_(
        "The service is still answering the last question (10007). Wait until it is done, then ask again."
    ),
    "spark_10008": N_("The service is full at the moment (10008). Ask again in a little while."),
    "spark_10009": N_("The service cannot reach its model (10009). Ask again in a little while."),
    "spark_10010": N_("The service got no answer from its model (10010). Ask again in a little while."),
    "spark_10011": N_("The service could not pass the question to its model (10011). Ask again in a little while."),
    "spark_10012": N_("The model failed inside the service (10012). Ask again in a little while."),
    "spark_10013": N_(
        "The service’s content check refused the question (10013). Put it in other words; the same text will be "
        "refused again."
    ),
    "spark_10014": N_(
        "The service’s content check stopped the answer (10014), so it was taken back. Ask something else; this "
        "question will be stopped again."
    ),
    "spark_10015": N_("This app id is blocked (10015). Ask the service’s support why."),
    "spark_10016": N_(
        "This app id may not use the service, has no tokens left, or asks too much at once (10016). Check the "
        "application and its quota in the console."
    ),
    "spark_10017": N_("The service could not clear its history (10017). Ask again."),
    "spark_10018": N_("The connection was idle for five minutes, so the service closed it (10018). Ask again."),
    "spark_10019": N_(
        "The service suspects that this talk breaks its rules (10019). Start a new talk about something else; going "
        "on may get the application blocked."
    ),
    "spark_10021": N_(
        "The service’s content check refused the question (10021). Put it in other words; the same text will be "
        "refused again."
    ),
    "spark_10110": N_("The service is busy (10110). Ask again in a little while."),
    "spark_10163": N_(
        "The model does not accept one of the settings (10163). Set temperature, top_k and length back to their "
        "defaults, and check service id and resource id."
    ),
    "spark_10222": N_("The service’s own network failed (10222). Ask again in a little while."),
    "spark_10223": N_(
        "The service finds no running model (10223). Ask again in a little while; if it stays so, check in the "
        "console that the model is published."
    ),
    "spark_10907": N_("The talk is too long for the model (10907). Start a new talk or shorten the system text."),
    "spark_11200": N_(
        "This app id may not use this model, or its volume is used up (11200). Check in the console that service and "
        "application belong together and that there is quota left."
    ),
    "spark_11201": N_("Today’s quota is used up (11201). Try again tomorrow, or raise it in the console."),
    "spark_11202": N_("Too many questions in one second (11202). Wait a moment and ask again."),
    "spark_11203": N_(
        "Too many questions at the same time (11203). Wait until the others are answered, then ask again."
    ),
    "spark_11500": N_(
        "The service does not accept the keys (11500). Copy app id, API key and API secret again from the service’s "
        "card."
    ),
    "spark_11501": N_("The service got an empty request (11501). Write something and ask again."),
    "spark_unknown": N_(
        "The service answered with error {number}, which Ruwo does not know. Look it up in the service’s "
        "documentation; its support wants this call id: {sid}."
    ),
}
"""Code -> English sentence; the number is the HTTP status, or the service’s own."""
