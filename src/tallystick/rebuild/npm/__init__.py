"""The packages that a lock file of npm or Yarn names: fetched before the sandbox closes, served inside."""
