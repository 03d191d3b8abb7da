define([PRODUCT_NAME], [example])
define([PRODUCT_VERSION], [1.0])
