def pdm_build_initialize(context):
    metadata = context.config.metadata
    metadata["dependencies"] += metadata.pop("optional-dependencies")["standard"]
