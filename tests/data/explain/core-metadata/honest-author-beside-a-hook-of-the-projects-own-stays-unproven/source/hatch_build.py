from hatchling.metadata.plugin.interface import MetadataHookInterface


class Own(MetadataHookInterface):
    def update(self, metadata):
        metadata['authors'] = []
