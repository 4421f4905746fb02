"""What a formula may call."""

from grader.engine.language.macros import MACROS

FUNCTIONS: dict[str, str] = {
    "sigmoid": "sigmoid", "logistic": "sigmoid", "bipolar": "bipolar", "tanh": "tanh", "relu": "relu",
    "softplus": "softplus", "gelu": "gelu", "gelu_tanh": "gelu_tanh", "swish": "swish", "silu": "swish",
    "leaky_relu": "leaky_relu", "leakyrelu": "leaky_relu", "elu": "elu",
    "where": "where", "tan": "tan", "sinh": "sinh", "cosh": "cosh", "arctan": "arctan", "erf": "erf",
    "exp": "exp", "log": "log", "ln": "log", "log2": "log2", "log10": "log10", "sqrt": "sqrt", "abs": "abs",
    "sin": "sin", "cos": "cos", "sign": "sign", "step": "step", "max": "max", "min": "min", "sum": "sum",
    "mean": "mean", "var": "var", "softmax": "softmax", "log_softmax": "log_softmax", "dot": "matmul",
    "matmul": "matmul", "outer": "outer", "inv": "inv", "transpose": "transpose", "concat": "concat",
    "conv1d": "conv1d", "conv2d": "conv2d", "windows": "windows", "flip": "flip", "flatten": "flatten",
    "reshape": "reshape", "onehot": "onehot", "argmax": "argmax", "diag": "diag", "eye": "eye",
    "convtranspose1d": "conv1d_transposed", "convtranspose2d": "conv2d_transposed",
    **{name: name for name in MACROS},
}  # fmt: skip
"""What a formula may call, and the primitive behind it (`max` of one argument is the array's own: `amax`); a macro
stands for itself."""
