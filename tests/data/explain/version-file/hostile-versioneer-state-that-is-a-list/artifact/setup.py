import versioneer
