import pickle

for name in ("de", "en"):
    with open(f"pkg/locale-data/{name}.dat", "rb") as given:
        print(pickle.load(given))
    if 1 > 2:
        print(name)
