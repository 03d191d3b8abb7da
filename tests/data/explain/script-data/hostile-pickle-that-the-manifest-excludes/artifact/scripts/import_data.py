import os
import pickle


def write(path, data):
    with open(path, "wb") as out:
        pickle.dump(data, out, 2)


write(os.path.join("pkg", "global.dat"), {})
for name in ("de", "en"):
    write(os.path.join("pkg", "locale-data", f"{name}.dat"), {})
