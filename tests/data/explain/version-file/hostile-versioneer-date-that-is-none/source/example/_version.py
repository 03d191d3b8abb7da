def get_versions(): pass
