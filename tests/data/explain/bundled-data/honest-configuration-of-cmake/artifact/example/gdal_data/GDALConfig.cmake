include("${CMAKE_CURRENT_LIST_DIR}/GDAL-targets.cmake")
