"""`python -m benchmarks` lists what can be measured."""

import ast
from pathlib import Path


def main() -> None:
    """Prints each benchmark with the first line of its docstring."""
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if not path.name.startswith("_"):
            said = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
            print(f"python -m benchmarks.{path.stem:<14} {said.splitlines()[0]}")


if __name__ == "__main__":
    main()
