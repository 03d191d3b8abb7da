include("${CMAKE_CURRENT_LIST_DIR}/exampleTargets-release.cmake")
