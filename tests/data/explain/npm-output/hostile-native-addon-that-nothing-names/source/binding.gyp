{"targets": []}
