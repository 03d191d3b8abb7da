void main () { }
