version_info = (3, 9)
fine = version_info > (3, 8)
