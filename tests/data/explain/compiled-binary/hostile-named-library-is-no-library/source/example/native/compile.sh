g++ -shared -o "../attach_linux.so" attach.cpp
