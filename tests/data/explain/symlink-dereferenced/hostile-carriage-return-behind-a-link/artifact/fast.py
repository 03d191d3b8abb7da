import json


def load(text): # import os
    return json.loads(text)
