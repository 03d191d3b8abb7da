function initMenu() {}
