# noteimport os
