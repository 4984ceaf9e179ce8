"""`python -m arbeidspact` is the command `arbeidspact`."""

from arbeidspact.cli.main import main

if __name__ == "__main__":
    main(prog_name="arbeidspact")
