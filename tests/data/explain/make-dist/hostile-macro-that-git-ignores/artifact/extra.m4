m4_esyscmd([sh tests/data])
