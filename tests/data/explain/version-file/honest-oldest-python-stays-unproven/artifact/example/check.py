version_info = (1, 0)
fine = version_info > (3, 8)
