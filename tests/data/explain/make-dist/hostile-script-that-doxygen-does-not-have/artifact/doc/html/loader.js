fetch('https://example.org/x');
