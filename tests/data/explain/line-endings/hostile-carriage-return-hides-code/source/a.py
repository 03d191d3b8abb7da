# noteimport os
