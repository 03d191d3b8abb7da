(function () { var app = 1; })();
