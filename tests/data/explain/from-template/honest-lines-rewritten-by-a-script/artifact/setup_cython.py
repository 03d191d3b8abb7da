def build(name="frames"):
    with open(f"pkg/{name}.template.pyx") as template, open(f"pkg/{name}.pyx", "w") as out:
        out.write(template.read().replace("CALL(frame)", "CALL_39(state, frame)"))
