window.pdocSearch = (function(){
})();
