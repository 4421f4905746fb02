"""The command: arguments in, text and exit status out. A verb is a module of this room and a row of `VERBS`."""

import importlib

import click

VERBS = {
    "grade": "grade folders, files, or zips of a learning management system",
    "key": "the worked solution, step by step",
    "check": "what is wrong or weak in a rubric",
    "explain": "how the marks of one student came about",
}
"""Each verb and what it does; its module, of the same name, is loaded when it is asked for."""

_DEFAULT = "grade"

_HELP = """Grade backpropagation homework: SUBMISSIONS are folders, files, or zips of a learning management system.

Exit status: 0 all graded; 1 graded, but a submission could not be read at all; 2 nothing could be done.
"""


class _Verbs(click.Group):
    """A group whose first verb may be left out, and whose verbs are loaded only when they are used.

    `grade submissions/` is `grade grade submissions/`.
    """

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in VERBS:
            return None
        command: click.Command = importlib.import_module(f"grader.cli.{name}").command
        return command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        default = self.get_command(ctx, _DEFAULT)
        parameters = [*(default.params if default else ()), *(p for p in self.params if p.name == "version")]
        options = [parameter for parameter in parameters if isinstance(parameter, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx))]
        with formatter.section("Options"):
            formatter.write_dl([*records, ("--help", "Show this message, or VERB --help that of a verb, and exit.")])
        self.format_commands(ctx, formatter)

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in VERBS and args[0] not in ("--help", "--version"):
            args = [_DEFAULT, *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=_Verbs,
    help=_HELP,
    no_args_is_help=True,
    options_metavar="",
    subcommand_metavar="SUBMISSIONS... [OPTIONS] | VERB ...",
)
@click.version_option(package_name="backprop-grader", message="%(version)s")
def main() -> None:
    """Offer the verbs; `grade` may be left out."""
