git_full = "$Format:%H$"
