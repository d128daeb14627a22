# Runs Autobahn's fuzzing client, on Jython, with the specification in the file that is named. Python 2.
import sys, json


def plain(value):
    """The library takes text as bytes alone."""
    if isinstance(value, unicode):
        return value.encode("utf8")
    if isinstance(value, list):
        return [plain(element) for element in value]
    if isinstance(value, dict):
        return dict((plain(name), plain(element)) for name, element in value.items())
    return value


with open(sys.argv[1]) as file:
    specification = plain(json.loads(file.read()))

from autobahntestsuite import wstest

wstest.start({"mode": "fuzzingclient"}, specification)
