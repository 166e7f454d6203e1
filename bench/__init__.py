"""Speed, memory and quality as commands: `python -m bench.language` and its like."""
