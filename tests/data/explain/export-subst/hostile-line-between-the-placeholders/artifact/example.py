REFS = " (HEAD -> main, tag: v1.0)"
FULL = "0123456789abcdef0123456789abcdef01234567"
import os
SHORT = "0123456789"
DATE = "2023-11-14 23:13:20 +0100"
WHO = "$Format:%an$"
