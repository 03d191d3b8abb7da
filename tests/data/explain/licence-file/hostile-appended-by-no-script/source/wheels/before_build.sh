cp wheels/LICENSE_linux.txt LICENSE.txt
