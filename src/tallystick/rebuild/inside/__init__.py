"""The program that runs inside the sandbox, under any interpreter from Python 3.6 on; never imported here."""
