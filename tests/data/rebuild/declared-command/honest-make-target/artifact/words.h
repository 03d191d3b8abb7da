"one",
"two",
