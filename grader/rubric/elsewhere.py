"""What libraries and lectures call the keys and the rules of `[training]`, and what they are called here."""

import re

_KEYS = {
    **dict.fromkeys(("learning_rate", "lr", "eta", "alpha", "step_size", "η", "α"), "rate"),
    **dict.fromkeys(("optimizer", "optimiser", "method", "algorithm"), "rule"),
    **dict.fromkeys(("params", "weights", "parameter", "trainable"), "parameters"),
    **dict.fromkeys(("batch_size", "minibatch"), "batch"),
    **dict.fromkeys(("iterations", "iters", "updates"), "steps"),
    **dict.fromkeys(("l2", "lambda", "decay"), "weight_decay"),
    **dict.fromkeys(("cost", "error", "objective", "criterion"), "loss"),
    "epsilon": "eps",
    "beta_1": "beta1",
    "beta_2": "beta2",
    "mu": "momentum",
}
_RULES = {
    **dict.fromkeys(("gd", "gradient descent", "batch gradient descent", "stochastic gradient descent"), "sgd"),
    **dict.fromkeys(("nag", "nesterov momentum", "nesterov accelerated gradient"), "nesterov"),
    **dict.fromkeys(("heavy ball", "sgd momentum", "sgd with momentum", "momentum sgd"), "momentum"),
    **dict.fromkeys(("rms", "rms prop"), "rmsprop"),
}


def key_called(name: str) -> str:
    """What a key is called here; empty for one that is called nothing else.

    >>> key_called("lr"), key_called("loss")
    ('rate', '')
    """
    return _KEYS.get(name.casefold(), "")


def rule_called(name: str) -> str:
    """What a rule is called here; empty for one that nobody knows.

    >>> rule_called("Gradient-descent")
    'sgd'
    """
    return _RULES.get(re.sub(r"[\W_]+", " ", name.casefold()).strip(), "")
